//! `_tokenize`: the machine's own tokenizer, for the library's `tokenize`.

use std::cell::Cell;

use compiler::parse::TokenStream;
use compiler::{SyntaxError, SyntaxErrorKind};
use gc_api::{ObjRef, layout};
use vm_core::layouts::Layouts;
use vm_core::native_modules::{ModuleDef, module};
use vm_core::natives::{Args, ClassDef, NativeDef, class, leaf};
use vm_core::{Res, Thread, Value, header, layout_table};

use crate::{convert, ids};

pub static MODULE: ModuleDef = module("_tokenize").functions(&FUNCTIONS).classes(&[&STREAM]);

pub static LAYOUTS: Layouts = layout_table![Stream];

static FUNCTIONS: [NativeDef; 2] =
    [leaf("_open(source, /)", open).function(), leaf("_next(stream, /)", next).function()];

static STREAM: ClassDef = class(ids::TOKENIZE.class(0), "_Stream").module("_tokenize").layouts(&[STREAM_ID]);

const STREAM_ID: gc_api::TypeId = ids::TOKENIZE.layout(0);

layout! {
    /// Tokens still to be given.
    pub struct Stream(STREAM_ID) {
        /// Owned.
        tokens: Raw<*mut TokenStream>,
    } destructor drop_tokens
}

unsafe fn drop_tokens(object: ObjRef) {
    // SAFETY: the collector runs this once; the pointer came from Box::into_raw, or is null.
    unsafe {
        let tokens = (*object.as_ptr().cast::<Stream>()).tokens.get();
        if !tokens.is_null() {
            drop(Box::from_raw(tokens));
        }
    }
}

fn open<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let source = convert::text(t, args.get(0), "_open", 1)?;
    let tokens = Box::into_raw(Box::new(TokenStream::new(source)));
    let stream = t.new_object(Stream { header: header(), tokens: Cell::new(tokens) });
    t.set_destructor(stream);
    Ok(stream.value())
}

/// The next token, None after the last, or a list that describes an error.
fn next<'t>(t: &'t Thread, args: Args<'t>) -> Res<'t> {
    let Some(stream) = args.get(0).cast::<Stream>() else { return Err(t.type_error("a stream of tokens is required")) };
    // SAFETY: set when the stream was made, freed by its destructor only; nothing else refers to it meanwhile, as
    // making the token's objects runs no other native.
    let tokens = unsafe { &mut *stream.get(Stream::tokens) };
    match tokens.next_token() {
        None => Ok(Value::NONE),
        Some(Err(error)) => describe(t, &error),
        Some(Ok(token)) => {
            let place = |(line, column)| t.small_tuple([t.int_usize(line), t.int_usize(column)]).value();
            let parts = [
                Value::small(token.kind as i32),
                t.str(token.text)?.value(),
                place(token.start),
                place(token.end),
                t.str(token.line)?.value(),
            ];
            Ok(t.tuple(&parts)?.value())
        }
    }
}

fn describe<'t>(t: &'t Thread, error: &SyntaxError) -> Res<'t> {
    let class = match error.kind {
        SyntaxErrorKind::Indentation => "IndentationError",
        SyntaxErrorKind::Tab => "TabError",
        SyntaxErrorKind::Syntax | SyntaxErrorKind::Incomplete | SyntaxErrorKind::TooComplex => "SyntaxError",
    };
    let text = match &error.text {
        Some(text) => t.str(text)?.value(),
        None => Value::NONE,
    };
    let parts = [
        t.intern_text(class).value(),
        t.str(&error.message)?.value(),
        t.int(error.line.into()),
        t.int(error.column.into()),
        t.int(error.end_line.into()),
        t.int(error.end_column.into()),
        text,
    ];
    Ok(t.list(&parts)?.value())
}
