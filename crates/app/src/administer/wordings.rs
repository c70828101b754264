//! The texts of text messages: what the product says, and what an organisation's own text becomes, measured as the network counts.

use std::sync::Arc;

use domain::challenge::Purpose;
use domain::message::{MessageChannel, MessageSettings, TextKey};
use domain::organisation::Organisation;
use domain::sms::{self, Size, Template, TemplateFault};
use text::Language;

use crate::App;

/// A code that stands where the real one will.
const ANY_CODE: &str = "123456";

/// A text for one purpose in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// For what and in which language.
    pub key: TextKey,
    /// The language.
    pub language: Language,
    /// The product's own text.
    pub usual: String,
    /// The organisation's, where it has one.
    pub own: Option<String>,
}

/// Every text there is, with the organisation's own where it has them.
pub fn wordings(app: &Arc<App>, settings: &MessageSettings) -> Vec<Wording> {
    let mut wordings = Vec::new();
    for purpose in [Purpose::Prove, Purpose::Enrol] {
        for language in Language::ALL {
            let text = app.catalogue.text(language);
            let usual = app
                .registry
                .iter()
                .filter(|factor| factor.profile().needs.gateway == Some(MessageChannel::Sms))
                .find_map(|factor| factor.wording(purpose, &text));
            let Some(usual) = usual else { continue };
            let key = TextKey {
                purpose,
                language: language.code().to_owned(),
            };
            wordings.push(Wording {
                own: settings.texts.get(&key).cloned(),
                key,
                language,
                usual,
            });
        }
    }
    wordings
}

/// A finished text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// As it goes out, its last line included, with a code that is none.
    pub text: String,
    /// How much room it takes.
    pub size: Size,
}

/// What a text becomes, or why it cannot be used.
pub fn finish_wording(
    organisation: &Organisation,
    settings: &MessageSettings,
    text: &str,
) -> Result<Finished, TemplateFault> {
    let template = Template::parse(text)?;
    let text = template.render(
        ANY_CODE,
        &organisation.name,
        settings.code_minutes,
        origin_host(organisation),
    );
    Ok(Finished {
        size: sms::size(&text),
        text,
    })
}

/// The host that the last line binds the code to.
pub fn origin_host(organisation: &Organisation) -> &str {
    let after_scheme = organisation
        .base_url
        .split_once("://")
        .map_or(organisation.base_url.as_str(), |(_, rest)| rest);
    let host = after_scheme.split('/').next().unwrap_or(after_scheme);
    host.split(':').next().unwrap_or(host)
}
