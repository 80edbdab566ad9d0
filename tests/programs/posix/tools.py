# shutil, tempfile, pathlib, glob on a temporary tree.
import glob
import os
import pathlib
import shutil
import tempfile

with tempfile.TemporaryDirectory() as folder:
    root = pathlib.Path(folder)
    (root / "sub" / "deep").mkdir(parents=True)
    (root / "one.txt").write_text("one\nünd\n", encoding="utf-8")
    (root / "sub" / "two.py").write_bytes(b"print()\n")
    (root / "sub" / "deep" / "three.txt").touch()
    show = lambda paths: sorted(str(p).replace(folder, "DIR") for p in paths)
    print((root / "one.txt").read_text(encoding="utf-8"), (root / "one.txt").stat().st_size, root.is_dir(), (root / "none").exists())
    print(show(root.iterdir()), show(root.rglob("*.txt")), show(root.glob("*/*.py")))
    print(show(glob.glob(folder + "/**/*.txt", recursive=True)), show(glob.glob(folder + "/o*")), glob.glob("*.txt", root_dir=folder))
    for top, folders, files in root.walk():
        print(str(top).replace(folder, "DIR"), folders, files)
    shutil.copy(root / "one.txt", root / "copy.txt")
    shutil.copytree(root / "sub", root / "tree")
    shutil.move(str(root / "copy.txt"), str(root / "tree" / "moved.txt"))
    print(show(root.rglob("*")))
    shutil.rmtree(root / "tree")
    print((root / "tree").exists(), (root / "one.txt").rename(root / "renamed").name, (root / "renamed").samefile(root / "renamed"))
    try:
        (root / "none").read_text()
    except OSError as error:
        print(type(error).__name__, str(error).replace(folder, "DIR"))
    try:
        shutil.copy(root / "none", root / "x")
    except OSError as error:
        print(type(error).__name__, str(error).replace(folder, "DIR"))
    (root / "link").symlink_to("renamed")
    print((root / "link").is_symlink(), (root / "link").readlink(), (root / "link").resolve().name, show((root / "sub").parents)[:0])
    with tempfile.NamedTemporaryFile("w+", dir=folder, suffix=".tmp") as f:
        f.write("temp")
        f.seek(0)
        print(f.read(), os.path.exists(f.name), f.name.endswith(".tmp"))
    print(os.path.exists(f.name))
    with tempfile.TemporaryFile() as f:
        f.write(b"hidden")
        f.seek(0)
        print(f.read())
    with tempfile.SpooledTemporaryFile(max_size=4) as f:
        f.write(b"long enough")
        f.seek(0)
        print(f.read())
    fd, name = tempfile.mkstemp(dir=folder)
    print(os.write(fd, b"x"), os.close(fd), os.path.basename(name).startswith("tmp"), os.stat(name).st_mode & 0o777)
    print(pathlib.PurePath("a/b.tar.gz").suffixes, pathlib.Path("a") / "b", pathlib.Path("/x/../y").parts, shutil.which("sh") is not None)
print(os.path.exists(folder))
