//! What somebody had typed, kept over the way to fresh proof: it travels in the address they come back to, with a tag that only we can
//! make, so that nobody else fills in a form for them. Secrets are never in it.

use crate::App;
use crate::session_check::SignedIn;

/// What these tags are made for.
const DRAFT: &str = "draft";

fn tagged(who: &SignedIn, draft: &str) -> Vec<u8> {
    let mut whole = Vec::with_capacity(draft.len() + 32);
    whole.extend_from_slice(who.organisation.id.as_bytes());
    whole.extend_from_slice(who.user.id.as_bytes());
    whole.extend_from_slice(draft.as_bytes());
    whole
}

/// The tag of what this person had typed.
pub fn draft_tag(app: &App, who: &SignedIn, draft: &str) -> Vec<u8> {
    let tag = app.store.keys().cookie_tag(DRAFT, &tagged(who, draft));
    tag.as_bytes().to_vec()
}

/// Whether this person had typed that, and we have tagged it; in constant time.
pub fn is_draft_tag(app: &App, who: &SignedIn, draft: &str, tag: &[u8]) -> bool {
    app.store
        .keys()
        .cookie_tag_matches(DRAFT, &tagged(who, draft), tag)
}
