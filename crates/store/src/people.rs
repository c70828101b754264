//! People as an administrator finds them: listed, filtered, searched. What they are found by is kept beside them and is rewritten by the
//! unit that changes it.
//!
//! No list walks over everybody: each filter has an index in the order of names, and pages begin where the last one ended.

mod texts;

pub(crate) use texts::STATEMENTS as TEXT_STATEMENTS;
