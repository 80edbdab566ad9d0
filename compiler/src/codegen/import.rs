//! `import` and `from ... import`.

use super::{Compiled, Compiler, Reg};
use crate::bytecode::{Const, Intrinsic, Op, SiteKind};
use ruff_python_ast as ast;

impl Compiler<'_> {
    pub(super) fn import(&mut self, import: &ast::StmtImport) -> Compiled {
        for alias in &import.names {
            let name = alias.name.as_str();
            self.at(import.range);
            let module = self.import_name(name, 0, &Const::None)?;
            let target = match &alias.asname {
                Some(target) => {
                    // The import gives the topmost package.
                    for part in name.split('.').skip(1) {
                        let part = self.intern(part);
                        let site = self.site(SiteKind::Name, part)?;
                        self.emit(Op::ImportFrom, 0, module, module, site);
                    }
                    target.as_str()
                }
                None => name.split('.').next().unwrap_or_default(),
            };
            self.store_text(target, module)?;
            self.free_to(module);
        }
        Ok(())
    }

    pub(super) fn import_from(&mut self, import: &ast::StmtImportFrom) -> Compiled {
        let name = import.module.as_ref().map_or("", |module| module.as_str());
        let wanted = import.names.iter().map(|alias| Const::Str(alias.name.as_str().into())).collect();
        let module = self.import_name(name, import.level, &Const::Tuple(wanted))?;
        for alias in &import.names {
            if alias.name.as_str() == "*" {
                self.import_star(module)?;
                continue;
            }
            let name = self.intern(alias.name.as_str());
            let site = self.site(SiteKind::Name, name)?;
            let value = self.alloc()?;
            self.free_to(value);
            self.emit(Op::ImportFrom, 0, value, module, site);
            self.store_text(alias.asname.as_ref().unwrap_or(&alias.name).as_str(), value)?;
        }
        self.free_to(module);
        Ok(())
    }

    fn import_name(&mut self, name: &str, level: u32, wanted: &Const) -> Compiled<Reg> {
        let window = self.push_const(&Const::Int(i64::from(level)))?;
        self.push_const(wanted)?;
        self.free_to(window);
        let name = self.intern(name);
        let site = self.site(SiteKind::Name, name)?;
        self.emit(Op::ImportName, 0, window, window, site);
        self.alloc()
    }

    fn import_star(&mut self, module: Reg) -> Compiled {
        let window = self.alloc_many(3)?;
        self.mov(window + 1, module);
        self.mov(window + 2, super::variables::NAMESPACE);
        self.intrinsic(Intrinsic::ImportStar, window, window);
        self.free_to(window);
        Ok(())
    }
}
