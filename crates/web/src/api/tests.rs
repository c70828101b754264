#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;

use super::operation::Takes;
use super::*;

#[test]
fn every_operation_has_a_name_and_a_place_of_its_own_below_the_root() {
    let operations = operations();
    let names: BTreeSet<_> = operations.iter().map(|own| own.name).collect();
    let places: BTreeSet<_> = operations
        .iter()
        .map(|own| (own.method.to_string(), own.path))
        .collect();
    assert_eq!(
        (names.len(), places.len()),
        (operations.len(), operations.len())
    );
    for operation in &operations {
        assert!(operation.path.starts_with("/api/v1/"), "{}", operation.path);
        let takes = !matches!(operation.takes, Takes::Nothing);
        assert_eq!(takes, operation.sample.is_some(), "{}", operation.name);
    }
}

#[test]
fn what_changes_something_wants_to_write_and_what_only_looks_wants_to_read() {
    for operation in operations() {
        let Door::Scoped(scope) = operation.door else {
            continue;
        };
        let looks = operation.method == Method::GET;
        let expected = if looks { "read" } else { "write" };
        assert_eq!(scope.access.as_str(), expected, "{}", operation.name);
    }
}

#[test]
fn the_document_refers_to_nothing_that_it_does_not_hold() {
    let text = document();
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for reference in text.split("\"$ref\": \"").skip(1) {
        let (reference, _) = reference.split_once('"').unwrap();
        let name = reference.strip_prefix("#/components/schemas/");
        match name {
            Some(name) => assert!(schemas.contains_key(name), "{reference}"),
            None => assert_eq!(reference, "#/components/responses/problem"),
        }
    }
    assert!(schemas.contains_key("Problem"));
}

#[test]
fn a_request_refuses_what_it_does_not_know() {
    let document: serde_json::Value = serde_json::from_str(&document()).unwrap();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let bodies = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|path| {
            path.as_object().unwrap().values().filter_map(|operation| {
                operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].as_str()
            })
        });
    for body in bodies {
        let name = body.rsplit('/').next().unwrap();
        assert_eq!(schemas[name]["additionalProperties"], false, "{name}");
    }
}
