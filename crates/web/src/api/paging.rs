//! Lists page by page: `limit` things, and in `next` where the following page begins. A place in a list is opaque: whoever calls hands it back
//! as they got it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::problem::Problem;

/// Things on a page unless somebody says otherwise.
const USUAL: u32 = 50;

/// Which page of a list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PageQuery {
    /// How many things at most: 1 to 200, 50 unless said otherwise.
    #[schemars(range(min = 1, max = 200))]
    limit: Option<u32>,
    /// Where the page begins: what `next` said.
    #[schemars(length(max = 500))]
    after: Option<String>,
}

impl PageQuery {
    /// How many.
    pub(super) fn limit(&self) -> Result<u32, Problem> {
        limit(self.limit)
    }

    /// After which.
    pub(super) fn after<T: std::str::FromStr>(&self) -> Result<Option<T>, Problem> {
        after(self.after.as_deref())
    }
}

/// The limit that was asked for.
pub(super) fn limit(asked: Option<u32>) -> Result<u32, Problem> {
    match asked.unwrap_or(USUAL) {
        limit @ 1..=200 => Ok(limit),
        _ => Err(Problem::malformed("limit is 1 to 200")),
    }
}

/// The place that was handed back.
pub(super) fn after<T: std::str::FromStr>(place: Option<&str>) -> Result<Option<T>, Problem> {
    let Some(place) = place else {
        return Ok(None);
    };
    let read = || {
        let bytes = URL_SAFE_NO_PAD.decode(place).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        text.parse().ok().filter(|_| !text.contains('\0'))
    };
    read().map(Some).ok_or_else(not_a_place)
}

/// A place of several parts that was handed back.
pub(super) fn after_json<T: DeserializeOwned>(place: Option<&str>) -> Result<Option<T>, Problem> {
    let Some(text) = after::<String>(place)? else {
        return Ok(None);
    };
    serde_json::from_str(&text)
        .map(Some)
        .map_err(|_| not_a_place())
}

/// A place of several parts, to be handed back.
pub(super) fn next_json(place: Option<impl Serialize>) -> Option<String> {
    next(place.and_then(|place| serde_json::to_string(&place).ok()))
}

/// What was handed back is no place.
pub(super) fn not_a_place() -> Problem {
    Problem::field("after", "cursor", "after is not what next said")
}

/// A place, to be handed back.
pub(super) fn next(place: Option<impl ToString>) -> Option<String> {
    place.map(|place| URL_SAFE_NO_PAD.encode(place.to_string()))
}

/// One page of a list.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Page<T> {
    /// The things.
    pub(super) items: Vec<T>,
    /// Where the next page begins; null on the last.
    pub(super) next: Option<String>,
}
