//! Search: every word of it stands somewhere in a person's name, username, mailbox or last digits. Each engine finds them in its own index
//! of three signs in a row; words of one or two signs are tried on what the others found, and where there is no longer word, names and
//! usernames that begin with it are looked up.
//!
//! At most [`MOST_HITS`] people are found; beyond that a list says "more". What is typed is text to both indexes: their signs are escaped.

use domain::id::OrganisationId;
use domain::time::Timestamp;
use domain::user::{SEARCH_WORDS, name_key, search_words};

use super::filter::{From, PeopleFilter, PeopleRows, PersonState};
use super::listing::{Start, asked, listed_columns, listed_of, marked};
use crate::fault::Fault;
use crate::phrases::columns;
use crate::statement::{Statement, statements};
use crate::tx::ReadTx;
use crate::users::{USER_COLUMNS, user_columns};
use crate::value::Value;

/// How many people a search finds at most.
pub const MOST_HITS: i64 = 1_000;

/// How many signs a word has that the index of three signs in a row knows.
const INDEXED: usize = 3;

/// How many columns `listed_columns!` names.
const LISTED_COLUMNS: usize = USER_COLUMNS + 4;

/// What comes behind every list of hits: a page of them by name.
macro_rules! page {
    ($than:literal, $sort:literal) => {
        concat!(
            ") SELECT ",
            listed_columns!(),
            ", (SELECT COUNT(*) FROM hits) FROM hits
            JOIN users u ON u.organisation_id = $1 AND u.user_id = hits.user_id
            WHERE (u.name_key, u.user_id) ",
            $than,
            " ($6, $7) ORDER BY u.name_key",
            $sort,
            ", u.user_id",
            $sort,
            " LIMIT $8"
        )
    };
}

/// Whose text holds all words: $9 the words as SQLite's index takes them, $10 to $13 each as a pattern.
macro_rules! holds {
    () => {
        "t.content LIKE $10 ESCAPE '!' AND t.content LIKE $11 ESCAPE '!' AND t.content LIKE $12 ESCAPE '!' AND t.content LIKE $13 ESCAPE '!'"
    };
}

macro_rules! hits_in_sqlite {
    () => {
        concat!(
            "WITH hits AS MATERIALIZED (SELECT t.user_id FROM user_search s CROSS JOIN user_texts t CROSS JOIN users u
            WHERE user_search MATCH $9 AND t.text_no = s.rowid AND t.organisation_id = $1 AND ", holds!(),
            " AND u.organisation_id = t.organisation_id AND u.user_id = t.user_id AND ", asked!(), " LIMIT 1001"
        )
    };
}

macro_rules! hits_in_postgres {
    () => {
        concat!(
            "WITH hits AS MATERIALIZED (SELECT t.user_id FROM user_texts t
            JOIN users u ON u.organisation_id = t.organisation_id AND u.user_id = t.user_id
            WHERE t.organisation_id = $1 AND CAST($9 AS TEXT) <> '' AND ",
            holds!(),
            " AND ",
            asked!(),
            " LIMIT 1001"
        )
    };
}

/// Whose name or username begins with a text of one or two signs: $9 to $10 and $11 to $12 are where such keys begin and end.
macro_rules! beginnings {
    () => {
        concat!(
            "WITH hits AS MATERIALIZED (SELECT user_id FROM (SELECT u.user_id FROM users u
                WHERE u.organisation_id = $1 AND u.name_key >= $9 AND u.name_key < $10 AND ",
            asked!(),
            " LIMIT 1001) AS named
            UNION SELECT user_id FROM (SELECT u.user_id FROM users u
                WHERE u.organisation_id = $1 AND u.username >= $11 AND u.username < $12 AND ",
            asked!(),
            " LIMIT 1001) AS called LIMIT 1001"
        )
    };
}

statements! {
    SEARCHED = @sqlite { concat!(hits_in_sqlite!(), page!(">", "")) } @postgres { concat!(hits_in_postgres!(), page!(">", "")) };
    SEARCHED_BACK = @sqlite { concat!(hits_in_sqlite!(), page!("<", " DESC")) } @postgres { concat!(hits_in_postgres!(), page!("<", " DESC")) };
    BEGINNING = concat!(beginnings!(), page!(">", ""));
    BEGINNING_BACK = concat!(beginnings!(), page!("<", " DESC"));
}

/// A search as its statement takes it.
struct Search {
    texts: Vec<String>,
    statements: [&'static Statement; 2],
}

impl Search {
    fn of(words: &[String]) -> Self {
        let long: Vec<&String> = words
            .iter()
            .filter(|word| word.chars().count() >= INDEXED)
            .collect();
        if long.is_empty() {
            let typed = words.join(" ");
            let key = name_key(&typed);
            return Self {
                texts: vec![key.clone(), beyond(&key), typed.clone(), beyond(&typed)],
                statements: [&BEGINNING, &BEGINNING_BACK],
            };
        }
        // The longest words find; what they find is tried against all.
        let quoted = long
            .iter()
            .map(|word| format!("\"{}\"", word.replace('"', "\"\"")));
        let mut texts = vec![quoted.collect::<Vec<_>>().join(" AND ")];
        let patterns = words.iter().map(|word| pattern(word));
        texts.extend(
            patterns
                .chain(std::iter::repeat("%".to_owned()))
                .take(SEARCH_WORDS),
        );
        Self {
            texts,
            statements: [&SEARCHED, &SEARCHED_BACK],
        }
    }
}

/// A word as a pattern that finds it anywhere, and nothing else.
fn pattern(word: &str) -> String {
    let mut pattern = String::from("%");
    for sign in word.chars() {
        if matches!(sign, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(sign);
    }
    pattern.push('%');
    pattern
}

/// The end of all texts that begin with this one: no text holds the last sign there is.
fn beyond(beginning: &str) -> String {
    format!("{beginning}{}", char::MAX)
}

impl ReadTx {
    /// A page of the people whom a search found, and how many it found. Nothing is found by a search without words.
    pub(super) fn searched_people(
        &mut self,
        org: OrganisationId,
        filter: &PeopleFilter,
        from: &From,
        limit: u32,
        now: Timestamp,
    ) -> Result<PeopleRows, Fault> {
        let search = Search::of(&search_words(&filter.search));
        let (start, kind) = (Start::of(from, false), marked(filter));
        let mut values: Vec<Value<'_>> = vec![
            (&org).into(),
            filter.role.as_ref().map_or(Value::Null, Value::from),
            filter.state.map_or("", PersonState::as_str).into(),
            (&kind).into(),
            now.into(),
            start.key(false),
            (&start.user).into(),
            limit.into(),
        ];
        values.extend(search.texts.iter().map(Value::from));
        let rows = self.query(search.statements[usize::from(start.back)], &values)?;
        let hits = rows.first().map_or(Ok(0), |row| row.int(LISTED_COLUMNS))?;
        let mut people = rows.iter().map(listed_of).collect::<Result<Vec<_>, _>>()?;
        if start.back {
            people.reverse();
        }
        Ok(PeopleRows {
            people,
            hits: Some(hits),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_text_to_both_indexes() {
        assert_eq!(pattern("50%_!"), "%50!%!_!!%");
        let search = Search::of(&["a\"b*".to_owned(), "or".to_owned(), "near(".to_owned()]);
        assert_eq!(search.texts[0], "\"a\"\"b*\" AND \"near(\"");
        assert_eq!(search.texts[1..], ["%a\"b*%", "%or%", "%near(%", "%"]);
    }

    #[test]
    fn short_words_look_up_beginnings() {
        let search = Search::of(&["åb".to_owned()]);
        assert_eq!(search.texts[0], "{b");
        assert_eq!(search.texts[2], "åb");
        assert!(search.texts[0].as_str() < search.texts[1].as_str());
        assert!("{berg" < search.texts[1].as_str());
    }
}
