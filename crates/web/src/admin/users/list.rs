//! `GET /admin/users`: the people, a page at a time.

use app::administer::people::{
    self, From, MOST_HITS, PEOPLE_ON_A_PAGE, PeopleOrder, PeoplePage as Page, PersonState,
};

use super::filter::{BY_LOGIN, View};
use super::{PEOPLE, all, given, rows};
use crate::admin::done::Done;
use crate::admin::door::Admin;
use crate::admin::money;
use crate::arrival::Arrival;
use crate::pages::admin::{Field, Letter, PeoplePage, Selectable, Shape};
use crate::reply::{Answer, Reply};

/// The letters that names begin with, in their order.
const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ";

/// The page.
pub(super) async fn show(admin: Admin) -> Answer {
    let own = &admin.own;
    let arrival = &own.arrival;
    let view = View::of(&arrival.query);
    let page = people::list(
        &arrival.state.app,
        own.who.organisation.id,
        &view.filter,
        view.order,
        &view.from,
        PEOPLE_ON_A_PAGE,
        arrival.requester.now,
    )
    .await;
    let page = given(arrival, page)?;
    let start = view.first_page();
    let filtered = start != View::default();
    let searched = page.hits.is_some();
    let shown = PeoplePage {
        frame: admin.frame(),
        status: Done::told(arrival),
        filter: fields(arrival, &view, &page),
        action: PEOPLE.to_owned(),
        filtered,
        hits: page.hits.map(|hits| hits_said(arrival, hits)),
        letters: if searched || view.order == PeopleOrder::LastLogin {
            Vec::new()
        } else {
            letters(&view)
        },
        by_name: searched || view.order == PeopleOrder::Name,
        rows: page
            .people
            .iter()
            .map(|one| rows::row(arrival, one, &page))
            .collect(),
        before: page
            .before
            .clone()
            .map(|place| view.at(From::Before(place)).address(PEOPLE)),
        after: page
            .after
            .clone()
            .map(|place| view.at(From::After(place)).address(PEOPLE)),
        first: (view.from != From::Start).then(|| start.address(PEOPLE)),
        all: (!page.people.is_empty()).then(|| start.address(all::HERE)),
        add: format!("{PEOPLE}/add"),
    };
    Ok(Reply::page(arrival, &shown))
}

fn hits_said(arrival: &Arrival, hits: i64) -> String {
    let text = &arrival.text;
    let number = |count| money::count(count, text.language());
    if hits > MOST_HITS {
        text.with1("people-hits-more", "most", number(MOST_HITS))
    } else {
        text.with1("people-hits", "hits", hits)
    }
}

fn letters(view: &View) -> Vec<Letter> {
    let letter = |letter: char| Letter {
        name: letter.to_string(),
        href: view
            .at(From::Key(letter.to_lowercase().to_string()))
            .address(PEOPLE),
    };
    LETTERS.chars().map(letter).collect()
}

/// One of several, or any.
pub(super) fn choice(
    arrival: &Arrival,
    (name, key): (&str, &str),
    chosen: &str,
    options: Vec<(String, String)>,
) -> Field {
    let options = options.into_iter().map(|(value, name)| Selectable {
        selected: value == chosen,
        value,
        name,
    });
    Field::line(name, arrival.text.get(key), "").shaped(Shape::OneOf(options.collect()))
}

fn fields(arrival: &Arrival, view: &View, page: &Page) -> Vec<Field> {
    let text = &arrival.text;
    let any = || (String::new(), text.get("people-any"));
    let with_any =
        |options: Vec<(String, String)>| std::iter::once(any()).chain(options).collect::<Vec<_>>();
    let filter = &view.filter;
    let roles = page.roles.iter();
    let roles = roles.map(|role| (role.id.to_string(), role.name.clone()));
    let states =
        PersonState::ALL.map(|state| (state.as_str().to_owned(), rows::state(text, state)));
    let kinds = arrival.state.app.registry.profiles().into_iter();
    let kinds = kinds.map(|profile| {
        let kind = profile.kind.to_string();
        let name = rows::factor(text, &kind);
        (kind, name)
    });
    let sorts = vec![
        (String::new(), text.get("people-sort-name")),
        (BY_LOGIN.to_owned(), text.get("people-sort-login")),
    ];
    let role = filter
        .role
        .map_or_else(String::new, |role| role.to_string());
    let state = filter.state.map_or("", PersonState::as_str);
    let kind = filter.factor.as_ref().map_or("", |kind| kind.as_str());
    let sort = if view.order == PeopleOrder::LastLogin {
        BY_LOGIN
    } else {
        ""
    };
    vec![
        Field::line("q", text.get("people-search"), &filter.search)
            .hinted(text.get("people-search.hint")),
        choice(
            arrival,
            ("role", "people-role"),
            &role,
            with_any(roles.collect()),
        ),
        choice(
            arrival,
            ("state", "people-state"),
            state,
            with_any(states.into()),
        ),
        choice(
            arrival,
            ("factor", "people-factor"),
            kind,
            with_any(kinds.collect()),
        ),
        choice(arrival, ("sort", "people-sort"), sort, sorts),
    ]
}
