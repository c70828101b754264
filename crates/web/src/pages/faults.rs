//! One page for every refusal that HTTP has a number for: one clear sentence, and what to do.

use askama::Template;

use super::{Frame, Page};

/// A request that could not be served.
#[derive(Template)]
#[template(path = "fault.html")]
pub struct FaultPage {
    /// The frame; [`Frame::bare`] when the organisation is not known.
    pub frame: Frame,
    /// The status the answer carries.
    pub status: u16,
    /// Seconds until it is worth trying again (429, 503).
    pub retry_after: Option<u32>,
    /// The number that the log knows this request by.
    pub operation: Option<String>,
    /// Where to go instead.
    pub home: Option<String>,
}

impl FaultPage {
    /// The part of the sentences' keys; an unknown status is told as a fault of ours.
    fn key(&self) -> &'static str {
        match self.status {
            400 | 422 => "fault-400",
            403 => "fault-403",
            404 => "fault-404",
            405 => "fault-405",
            413 => "fault-413",
            421 => "fault-421",
            429 => "fault-429",
            503 => "fault-503",
            _ => "fault-500",
        }
    }

    fn explanation(&self) -> String {
        self.frame.t(&format!("{}-detail", self.key()))
    }

    fn wait(&self) -> Option<String> {
        let seconds = self.retry_after?;
        Some(if seconds < 90 {
            self.frame.t1("fault-wait-seconds", "seconds", seconds)
        } else {
            self.frame
                .t1("fault-wait-minutes", "minutes", seconds.div_ceil(60))
        })
    }
}

impl Page for FaultPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "fault"
    }
    fn heading(&self) -> String {
        self.frame.t(self.key())
    }
}

/// The accessibility statement.
#[derive(Template)]
#[template(path = "accessibility.html")]
pub struct AccessibilityPage {
    /// The frame.
    pub frame: Frame,
}

impl Page for AccessibilityPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
    fn name(&self) -> &'static str {
        "accessibility"
    }
    fn heading(&self) -> String {
        self.frame.t("frame-accessibility-heading")
    }
}
