//! What somebody had typed when fresh proof was asked for: it comes back with them, in the address, under a tag of ours.

use app::administer;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;

use super::typed::Typed;
use crate::own::Own;

/// The name of the tag in the address.
const TAG: &str = "draft";

/// The longest address that is come back to; what is longer has to be typed again.
const LONGEST: usize = 1900;

fn written(path: &str, typed: &Typed) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in &typed.0 {
        query.append_pair(name, value);
    }
    format!("{path}?{}", query.finish())
}

/// Whether a field may stand in an address: not a number, and not the parts of a gateway's requests that people put keys into.
fn may_travel(name: &str) -> bool {
    const STAY: [&str; 6] = [
        TAG,
        "lang",
        "number",
        "setting-url",
        "setting-body",
        "setting-endpoint",
    ];
    !STAY.contains(&name)
}

/// The address that brings what was typed back to this page. `secret` tells what is left out.
pub(super) fn address(
    own: &Own,
    path: &str,
    typed: &Typed,
    secret: impl Fn(&str) -> bool,
) -> String {
    let mut kept = typed.clone();
    kept.0
        .retain(|name, value| !secret(name) && may_travel(name) && !value.is_empty());
    if kept.0.is_empty() {
        return path.to_owned();
    }
    let draft = written(path, &kept);
    let tag = administer::draft_tag(&own.arrival.state.app, &own.who, &draft);
    let whole = format!("{draft}&{TAG}={}", BASE64.encode(tag));
    if whole.len() <= LONGEST {
        whole
    } else {
        path.to_owned()
    }
}

/// What this very person had typed into this page, where the address brings it back.
pub(super) fn brought_back(own: &Own, path: &str) -> Option<Typed> {
    let mut query = own.arrival.query.clone();
    let tag = BASE64.decode(query.remove(TAG)?).ok()?;
    query.remove("lang");
    query.remove("ui_locales");
    let typed = Typed(query);
    let draft = written(path, &typed);
    administer::is_draft_tag(&own.arrival.state.app, &own.who, &draft, &tag).then_some(typed)
}
