//! What a call reads aloud, as a recording, for gateways that cannot speak the language.
//!
//! The address holds a token that only the gateway was given; it leads to nothing once the call is over or its time has run out.

use std::sync::Arc;

use connect::gateway::speech;
use domain::id::DeliveryId;
use domain::time::Timestamp;
use domain::token::Token;

use crate::letters::{Content, Outgoing};
use crate::{App, Fault};

/// The recording that this token leads to (WAV), if any.
pub async fn recording(
    app: &Arc<App>,
    token: &Token,
    now: Timestamp,
) -> Result<Option<Vec<u8>>, Fault> {
    let (organisation, id) = (token.organisation, DeliveryId::from_bytes(token.id));
    let kept = app
        .store
        .read(move |tx| tx.open_delivery_content(organisation, id, now))
        .await?;
    let Some(kept) = kept else {
        return Ok(None);
    };
    let content: Content = serde_json::from_slice(&kept)?;
    let Outgoing::Call(call) = content.outgoing else {
        return Ok(None);
    };
    let fits =
        Token::parse(&call.recording).is_some_and(|known| known.secret.is_same_as(&token.secret));
    Ok(fits.then(|| speech::recording(&call.language, &call.spoken())))
}
