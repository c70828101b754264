//! What can stand in a sentence: a text or a whole number.

use std::borrow::Cow;

use fluent_bundle::FluentValue;

/// A value for a variable of a sentence.
///
/// A number chooses singular or plural; a text is put in as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'value> {
    /// A name, an address, a formatted date …
    Text(&'value str),
    /// A count.
    Number(i64),
}

/// Anything that can be handed to a sentence.
///
/// Implemented for strings, whole numbers and references to them, so that a template may hand over a field, a literal
/// or what a method returned.
pub trait Argument {
    /// The value in it.
    fn value(&self) -> Value<'_>;
}

impl Argument for Value<'_> {
    fn value(&self) -> Value<'_> {
        *self
    }
}

impl Argument for str {
    fn value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl Argument for String {
    fn value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl Argument for Cow<'_, str> {
    fn value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl<Referred: Argument + ?Sized> Argument for &Referred {
    fn value(&self) -> Value<'_> {
        (**self).value()
    }
}

macro_rules! whole_numbers {
    ($($number:ty)*) => {$(
        impl Argument for $number {
            fn value(&self) -> Value<'_> {
                // A count beyond the range is never met; it would be shown as the largest there is.
                Value::Number(i64::try_from(*self).unwrap_or(i64::MAX))
            }
        }

        impl From<$number> for Value<'_> {
            fn from(number: $number) -> Self {
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
    )*};
}

whole_numbers!(u8 u16 u32 u64 usize i8 i16 i32 i64);

impl<'value> From<&'value str> for Value<'value> {
    fn from(text: &'value str) -> Self {
        Self::Text(text)
    }
}

impl<'value> From<&'value String> for Value<'value> {
    fn from(text: &'value String) -> Self {
        Self::Text(text)
    }
}

impl<'value> From<Value<'value>> for FluentValue<'value> {
    fn from(value: Value<'value>) -> Self {
        match value {
            Value::Text(text) => FluentValue::from(text),
            Value::Number(number) => FluentValue::from(number),
        }
    }
}
