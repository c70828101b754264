//! One operation of the API, as one row: from it the router is built, the document is written, and the tests know what there is to try.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::http::Method;
use domain::role::BuiltIn;
use domain::scope::Scope;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value;

use super::answer::Outcome;
use super::call::Call;

/// Who may call an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Everybody.
    Open,
    /// Whoever shows a credential that stands.
    AnyCredential,
    /// Whoever shows one with this scope.
    Scoped(Scope),
}

/// To look at what this right opens.
pub(super) const fn reads(right: BuiltIn) -> Door {
    Door::Scoped(Scope::read(right))
}

/// To change what this right opens.
pub(super) const fn writes(right: BuiltIn) -> Door {
    Door::Scoped(Scope::write(right))
}

/// The schema of a type.
pub(super) type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// What comes in the body.
#[derive(Clone, Copy)]
pub(super) enum Takes {
    /// Nothing.
    Nothing,
    /// JSON of this schema.
    Json(SchemaOf),
    /// A table, read as it comes.
    Table,
}

/// What a handler becomes.
pub(super) type Handled = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// An operation.
#[derive(Clone)]
pub struct Operation {
    /// The method.
    pub method: Method,
    /// The path, with `{names}`; each name says what kind of thing it is.
    pub path: &'static str,
    /// Its unchanging name.
    pub name: &'static str,
    /// What it does.
    pub summary: &'static str,
    /// What there is to know beyond that; empty where there is nothing.
    pub about: &'static str,
    /// Who may call it.
    pub door: Door,
    /// A body that it takes, where it takes one: `{names}` stand for the same things as in the path.
    pub sample: Option<&'static str>,
    pub(super) takes: Takes,
    pub(super) query: Option<SchemaOf>,
    /// How many signs the values of its query have at most.
    pub(super) longest: Vec<(String, usize)>,
    pub(super) status: u16,
    pub(super) gives: Option<SchemaOf>,
    pub(super) handler: Arc<dyn Fn(Call) -> Handled + Send + Sync>,
}

/// What a schema says of the lengths of its properties.
fn longest(schema: &Schema) -> Vec<(String, usize)> {
    let properties = schema.get("properties").and_then(Value::as_object);
    let bound = |(name, property): (&String, &Value)| {
        let most = property.get("maxLength")?.as_u64()?;
        Some((name.clone(), usize::try_from(most).ok()?))
    };
    properties.into_iter().flatten().filter_map(bound).collect()
}

fn schema_of<T: JsonSchema>(schemas: &mut SchemaGenerator) -> Schema {
    schemas.subschema_for::<T>()
}

impl Operation {
    /// An operation that takes nothing and answers 204.
    pub(super) fn new<F, H>(
        (method, path): (Method, &'static str),
        name: &'static str,
        door: Door,
        summary: &'static str,
        handler: H,
    ) -> Self
    where
        H: Fn(Call) -> F + Send + Sync + 'static,
        F: Future<Output = Outcome> + Send + 'static,
    {
        Self {
            method,
            path,
            name,
            summary,
            about: "",
            door,
            sample: None,
            takes: Takes::Nothing,
            query: None,
            longest: Vec::new(),
            status: 204,
            gives: None,
            handler: Arc::new(move |call| Box::pin(handler(call))),
        }
    }

    /// The same with something to know about it.
    pub(super) const fn told(mut self, about: &'static str) -> Self {
        self.about = about;
        self
    }

    /// The same with JSON in its body, and a sample of it.
    pub(super) fn takes<T: JsonSchema>(mut self, sample: &'static str) -> Self {
        self.takes = Takes::Json(schema_of::<T>);
        self.sample = Some(sample);
        self
    }

    /// The same with a table in its body, and a sample of it.
    pub(super) fn takes_table(mut self, sample: &'static str) -> Self {
        self.takes = Takes::Table;
        self.sample = Some(sample);
        self
    }

    /// The same with a query.
    pub(super) fn asks<T: JsonSchema>(mut self) -> Self {
        self.query = Some(SchemaGenerator::root_schema_for::<T>);
        self.longest = longest(&SchemaGenerator::default().root_schema_for::<T>());
        self
    }

    /// The same with this answer.
    pub(super) fn gives<T: JsonSchema>(mut self, status: u16) -> Self {
        self.status = status;
        self.gives = Some(schema_of::<T>);
        self
    }

    /// The names in its path.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
    }
}
