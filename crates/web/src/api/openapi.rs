//! The OpenAPI document (3.1): written from the rows of the table, so that it cannot say anything else than the router does.

use axum::http::Method;
use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::answer::{Answer, Outcome};
use super::call::{Call, IDEMPOTENCY_KEY, LONGEST_KEY};
use super::operation::{Door, Operation, Takes};
use super::problem::WireProblem;

/// `GET /api/v1/openapi.json`.
#[allow(clippy::unused_async, reason = "handlers are async")]
pub(super) async fn show(_: Call) -> Outcome {
    Answer::ok(&document(&super::operations()))
}

/// The document.
pub(super) fn document(operations: &[Operation]) -> Value {
    let mut schemas = SchemaSettings::draft2020_12()
        .with(|settings| {
            settings.meta_schema = None;
            settings.definitions_path = "/components/schemas".into();
        })
        .into_generator();
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations {
        let written = written(operation, &mut schemas);
        let method = operation.method.as_str().to_ascii_lowercase();
        let path = paths.entry(path_of(operation)).or_insert_with(|| json!({}));
        if let Value::Object(path) = path {
            path.insert(method, written);
        }
    }
    let problem = schemas.subschema_for::<WireProblem>();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Tvåsteg",
            "version": "1",
            "description": "The administration of an organisation. A call shows a credential as a bearer token; what it may do are the \
                credential's scopes, and the organisation is the credential's own. A request that cannot be read is 400, one that the rules \
                refuse 422, one that does not fit how things stand 409. Programs go by `code`.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": schemas.take_definitions(true),
            "responses": { "problem": {
                "description": "It was not done.",
                "content": { "application/problem+json": { "schema": problem } },
            } },
            "securitySchemes": { "credential": {
                "type": "http", "scheme": "bearer", "bearerFormat": "tvs_<organisation>.<id>.<secret>",
            } },
        },
    })
}

fn written(operation: &Operation, schemas: &mut SchemaGenerator) -> Value {
    let mut written = json!({
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [tag(operation.path)],
        "parameters": parameters(operation, schemas),
        "responses": responses(operation, schemas),
        "security": match operation.door {
            Door::Open => json!([]),
            Door::AnyCredential | Door::Scoped(_) => json!([{ "credential": [] }]),
        },
    });
    if let Value::Object(written) = &mut written {
        if !operation.about.is_empty() {
            written.insert("description".to_owned(), json!(operation.about));
        }
        if let Door::Scoped(scope) = operation.door {
            written.insert("x-scope".to_owned(), json!(scope.to_string()));
        }
        if let Some(body) = body(operation, schemas) {
            written.insert("requestBody".to_owned(), body);
        }
    }
    written
}

/// What stands in a path for a thing: roles and permissions go by their keys, everything else by its id.
fn named(thing: &str) -> String {
    match thing {
        "role" | "permission" => format!("{thing}_key"),
        _ => format!("{thing}_id"),
    }
}

fn path_of(operation: &Operation) -> String {
    operation
        .names()
        .fold(operation.path.to_owned(), |path, thing| {
            let written = format!("{{{}}}", named(thing));
            path.replace(&format!("{{{thing}}}"), &written)
        })
}

/// The collection that a path lies in.
fn tag(path: &str) -> &str {
    let within = path.strip_prefix(super::ROOT).unwrap_or(path);
    within.split('/').nth(1).unwrap_or("")
}

fn parameters(operation: &Operation, schemas: &mut SchemaGenerator) -> Vec<Value> {
    let in_path = operation.names().map(|name| {
        json!({
            "name": named(name), "in": "path", "required": true,
            "schema": { "type": "string", "minLength": 1, "maxLength": 200 },
        })
    });
    let mut parameters: Vec<Value> = in_path.collect();
    if let Some(query) = operation.query {
        parameters.extend(in_query(query(schemas)));
    }
    if operation.method == Method::POST && operation.door != Door::Open {
        parameters.push(json!({
            "name": IDEMPOTENCY_KEY, "in": "header", "required": false,
            "description": "A key that the caller draws: the same request under the same key is done once.",
            "schema": { "type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$" },
        }));
    }
    parameters
}

fn in_query(schema: Schema) -> Vec<Value> {
    let schema = schema.to_value();
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        return Vec::new();
    };
    let required = |name: &str| {
        let list = schema.get("required").and_then(Value::as_array);
        list.is_some_and(|list| list.iter().any(|own| own == name))
    };
    properties
        .iter()
        .map(|(name, property)| {
            let mut property = without_null(property.clone());
            let about = property
                .as_object_mut()
                .and_then(|property| property.remove("description"));
            json!({
                "name": name, "in": "query", "required": required(name),
                "description": about.unwrap_or_default(), "schema": property,
            })
        })
        .collect()
}

/// What may be left out of a query is not null in it.
fn without_null(mut schema: Value) -> Value {
    let Some(object) = schema.as_object_mut() else {
        return schema;
    };
    if let Some(Value::Array(types)) = object.get_mut("type") {
        types.retain(|own| own != "null");
        if let [one] = types.as_slice() {
            let one = one.clone();
            object.insert("type".to_owned(), one);
        }
    }
    if let Some(Value::Array(any)) = object.get_mut("anyOf") {
        any.retain(|own| own.get("type").is_none_or(|own| own != "null"));
    }
    if let Some(Value::Array(list)) = object.get_mut("enum") {
        list.retain(|own| !own.is_null());
    }
    schema
}

fn body(operation: &Operation, schemas: &mut SchemaGenerator) -> Option<Value> {
    match operation.takes {
        Takes::Nothing => None,
        Takes::Json(schema) => Some(json!({
            "required": true,
            "content": { "application/json": { "schema": schema(schemas) } },
        })),
        Takes::Table => Some(json!({
            "required": true,
            "content": { "text/csv": { "schema": { "type": "string", "format": "binary" } } },
        })),
    }
}

fn responses(operation: &Operation, schemas: &mut SchemaGenerator) -> Value {
    let mut responses = Map::new();
    let done = match operation.gives {
        Some(schema) => json!({
            "description": "Done.",
            "content": { "application/json": { "schema": schema(schemas) } },
        }),
        None => json!({ "description": "Done." }),
    };
    responses.insert(operation.status.to_string(), done);
    for status in refusals(operation) {
        let problem = json!({ "$ref": "#/components/responses/problem" });
        responses.insert(status.to_string(), problem);
    }
    Value::Object(responses)
}

/// The statuses under which an operation may not be done.
fn refusals(operation: &Operation) -> Vec<u16> {
    let mut statuses = vec![406, 500, 503];
    if operation.query.is_some() {
        statuses.extend([400, 422]);
    }
    if operation.names().next().is_some() {
        statuses.push(404);
    }
    if operation.door != Door::Open {
        statuses.extend([401, 429]);
    }
    if matches!(operation.door, Door::Scoped(_)) {
        statuses.push(403);
    }
    if operation.method != Method::GET {
        statuses.extend([400, 404, 409, 422]);
    }
    if !matches!(operation.takes, Takes::Nothing) {
        statuses.extend([400, 413, 415]);
    }
    statuses.sort_unstable();
    statuses.dedup();
    statuses
}
