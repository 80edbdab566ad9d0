//! What goes wrong, in the words of the Python exception to raise.

use std::borrow::Cow;
use std::fmt;

use crate::textbuf::Text;

/// The class of the exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Value,
    Type,
    Overflow,
    ZeroDivision,
    Memory,
}

impl Kind {
    /// The name of the exception class.
    pub fn class_name(self) -> &'static str {
        match self {
            Kind::Value => "ValueError",
            Kind::Type => "TypeError",
            Kind::Overflow => "OverflowError",
            Kind::ZeroDivision => "ZeroDivisionError",
            Kind::Memory => "MemoryError",
        }
    }
}

/// The words of an exception; [`Message::Text`] only where lone surrogates have to survive.
#[derive(Clone, Debug)]
pub enum Message {
    Str(Cow<'static, str>),
    Text(Text),
}

impl Message {
    pub fn to_text(&self) -> Text {
        match self {
            Message::Str(message) => Text::from_utf8(message),
            Message::Text(message) => message.clone(),
        }
    }
}

impl From<&'static str> for Message {
    fn from(message: &'static str) -> Message {
        Message::Str(Cow::Borrowed(message))
    }
}

impl From<String> for Message {
    fn from(message: String) -> Message {
        Message::Str(Cow::Owned(message))
    }
}

impl From<Text> for Message {
    fn from(message: Text) -> Message {
        Message::Text(message)
    }
}

/// An exception to raise: its class and its message. `Display` gives the message.
#[derive(Clone, Debug)]
pub struct Fault {
    pub kind: Kind,
    pub message: Message,
}

impl Fault {
    pub fn new(kind: Kind, message: impl Into<Message>) -> Fault {
        Fault { kind, message: message.into() }
    }

    pub fn value(message: impl Into<Message>) -> Fault {
        Fault::new(Kind::Value, message)
    }

    pub fn type_error(message: impl Into<Message>) -> Fault {
        Fault::new(Kind::Type, message)
    }

    pub fn overflow(message: impl Into<Message>) -> Fault {
        Fault::new(Kind::Overflow, message)
    }

    pub fn zero_division(message: impl Into<Message>) -> Fault {
        Fault::new(Kind::ZeroDivision, message)
    }

    pub fn memory() -> Fault {
        Fault::new(Kind::Memory, "")
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.message {
            Message::Str(message) => f.write_str(message),
            Message::Text(message) => f.write_str(&message.as_units().to_utf8_escaped()),
        }
    }
}

impl std::error::Error for Fault {}
