//! The things of the organisation `demo` that operations name, one for each `{name}` of the table; and everything of it that could be changed.

use std::collections::BTreeMap;

use app::administer::support::{self, Opening};
use app::administer::{self, By, NewPermission, NewRole, import};
use domain::id::OrganisationId;
use domain::time::{Span, Timestamp};
use tests::world::World;
use web::api::Operation;

use crate::machine::{all_scopes, credential};

/// One thing of each kind, by the name it has in paths.
pub(crate) async fn things(world: &World) -> BTreeMap<&'static str, String> {
    let (app, demo, by) = (world.app(), world.demo().await, By::operator(world.now()));
    let card = NewRole {
        key: "bara-demo".to_owned(),
        name: "Bara demo".to_owned(),
        ..NewRole::default()
    };
    administer::add_role(app, demo, card, &by).await.unwrap();
    let permission = NewPermission {
        key: "bara-demo".to_owned(),
        name: "Bara demo".to_owned(),
        area: String::new(),
    };
    administer::add_permission(app, demo, permission, &by)
        .await
        .unwrap();
    let (own, _) = credential(world, demo, all_scopes()).await;
    let wilma = world.user("wilma").await.id;
    let opening = Opening {
        user: wilma,
        by_mail: false,
        reason: "Tappade telefonen".to_owned(),
        ticket: String::new(),
    };
    let case = support::open(app, demo, opening, &by).await.unwrap();
    let people = (import::Kind::People, "people.csv");
    let mut receiving = import::begin(app, demo, people, None, &by).await.unwrap();
    let table = "användarnamn;namn\nny.person;Ny Person\n";
    receiving.put(table.as_bytes()).await.unwrap();
    let import = import::received(receiving, world.now()).await.unwrap();
    let own_factor = &world.authenticators("wilma").await[0];
    BTreeMap::from([
        ("case", case.id.to_string()),
        ("import", import.id.to_string()),
        ("authenticator", own_factor.id.to_string()),
        ("factor", own_factor.kind.to_string()),
        ("event", world.log("wilma").await[0].id.to_string()),
        ("user", wilma.to_string()),
        ("role", "bara-demo".to_owned()),
        ("soon", in_utc(world.now() + Span::days(5))),
        ("permission", "bara-demo".to_owned()),
        ("credential", own.to_string()),
    ])
}

/// A moment as RFC 3339 writes it.
fn in_utc(at: Timestamp) -> String {
    let at = jiff::Timestamp::from_millisecond(at.unix_millis());
    at.unwrap().to_string()
}

/// A text with the things in the places of their names. A name that no thing has is a hole in the test.
pub(crate) fn filled(text: &str, things: &BTreeMap<&'static str, String>) -> String {
    let mut filled = text.to_owned();
    for (name, thing) in things {
        filled = filled.replace(&format!("{{{name}}}"), thing);
    }
    filled
}

/// The path of an operation, with the things in it.
pub(crate) fn path(operation: &Operation, things: &BTreeMap<&'static str, String>) -> String {
    for name in operation.names() {
        assert!(
            things.contains_key(name),
            "{}: no thing stands for {{{name}}}: add one to things.rs",
            operation.name
        );
    }
    filled(operation.path, things)
}

/// Everything of an organisation that an operation could change, as text.
pub(crate) async fn standing(world: &World, organisation: OrganisationId) -> Vec<String> {
    world
        .read(move |tx| {
            let mut standing = vec![
                format!("{:?}", tx.organisation(organisation)?),
                format!("{:?}", tx.roles(organisation)?),
                format!("{:?}", tx.permissions(organisation)?),
                format!("{:?}", tx.gateways_of(organisation)?.len()),
            ];
            for user in tx.users(organisation, None, 100)? {
                let roles = tx.roles_of_user(organisation, user.id)?;
                let own = tx.authenticators_of_user(organisation, user.id)?.len();
                let sessions = tx.sessions_of_user(organisation, user.id)?.len();
                standing.push(format!("{user:?} {roles:?} {own} {sessions}"));
            }
            for listed in tx.api_credentials(organisation, None, 100)? {
                let revoked = listed.credential.revoked_at;
                standing.push(format!("{} {revoked:?}", listed.credential.id));
            }
            Ok(standing)
        })
        .await
}
