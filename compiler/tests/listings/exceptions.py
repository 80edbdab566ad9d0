def exceptions(path):
    try:
        with open(path) as file:
            return file.read()
    except OSError as error:
        print(error)
    finally:
        close()
