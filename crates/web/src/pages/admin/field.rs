//! A field of a form, with everything said about it.

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name in the form, and its id on the page.
    pub name: String,
    /// Its label.
    pub label: String,
    /// What is to be known before it is filled in.
    pub hint: Option<String>,
    /// What stands in it. Never a secret.
    pub value: String,
    /// What it looks like.
    pub shape: Shape,
    /// Whether it must be filled in.
    pub required: bool,
    /// What is wrong with what stands in it.
    pub problem: Option<String>,
    /// What somebody else has put there in the meantime.
    pub elsewhere: Option<String>,
    /// Whether it is shown and cannot be changed; its hint says why.
    pub closed: bool,
}

/// What a field looks like.
#[derive(Clone, Debug)]
pub enum Shape {
    /// One line.
    Line,
    /// One short word.
    Word,
    /// A telephone number.
    Telephone,
    /// A whole number.
    Number,
    /// An amount of money.
    Amount,
    /// A day.
    Date,
    /// One line that is never shown; true where one is kept already.
    Secret(bool),
    /// Several lines.
    Lines,
    /// Several lines that are never shown; true where they are kept already.
    SecretLines(bool),
    /// One of these.
    OneOf(Vec<Selectable>),
    /// Yes or no.
    Tick(bool),
}

/// One of what can be selected.
#[derive(Clone, Debug)]
pub struct Selectable {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub name: String,
    /// Whether it is the one.
    pub selected: bool,
}

/// Fields that belong together.
#[derive(Clone, Debug)]
pub struct Fieldset {
    /// What they are about.
    pub legend: String,
    /// What is to be known of all of them.
    pub about: Option<String>,
    /// The fields.
    pub fields: Vec<Field>,
}

impl Field {
    /// A line with this in it.
    pub fn line(name: &str, label: String, value: &str) -> Self {
        Self {
            name: name.to_owned(),
            label,
            hint: None,
            value: value.to_owned(),
            shape: Shape::Line,
            required: false,
            problem: None,
            elsewhere: None,
            closed: false,
        }
    }

    /// The same in another shape.
    #[must_use]
    pub fn shaped(self, shape: Shape) -> Self {
        Self { shape, ..self }
    }

    /// The same, explained.
    #[must_use]
    pub fn hinted(self, hint: String) -> Self {
        Self {
            hint: Some(hint),
            ..self
        }
    }

    /// The same, shown and not to be changed.
    #[must_use]
    pub fn closed(self) -> Self {
        Self {
            closed: true,
            ..self
        }
    }

    /// The same, to be filled in.
    #[must_use]
    pub fn demanded(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    /// Whether it is a tick, whose label stands behind it.
    pub fn tick(&self) -> bool {
        matches!(self.shape, Shape::Tick(_))
    }

    /// Whether the tick is set.
    pub fn ticked(&self) -> bool {
        matches!(self.shape, Shape::Tick(true))
    }

    /// Whether it has several lines.
    pub fn lines(&self) -> bool {
        matches!(self.shape, Shape::Lines | Shape::SecretLines(_))
    }

    /// What can be selected.
    pub fn options(&self) -> Option<&[Selectable]> {
        match &self.shape {
            Shape::OneOf(options) => Some(options),
            _ => None,
        }
    }

    /// Whether a secret is kept that an empty field leaves as it is.
    pub fn kept(&self) -> bool {
        matches!(self.shape, Shape::Secret(true) | Shape::SecretLines(true))
    }

    /// The `type` of its input.
    pub fn kind(&self) -> &'static str {
        match self.shape {
            Shape::Secret(_) => "password",
            Shape::Telephone => "tel",
            Shape::Date => "date",
            _ => "text",
        }
    }

    /// The keyboard that suits it.
    pub fn keyboard(&self) -> Option<&'static str> {
        match self.shape {
            Shape::Number => Some("numeric"),
            Shape::Amount => Some("decimal"),
            _ => None,
        }
    }

    /// The class that gives it its width.
    pub fn class(&self) -> &'static str {
        match self.shape {
            Shape::Word | Shape::Number | Shape::Amount | Shape::Date => "short",
            _ => "",
        }
    }

    /// What browsers may fill in: never a password of the person's own where a gateway's is asked for.
    pub fn autocomplete(&self) -> &'static str {
        match self.shape {
            Shape::Secret(_) => "new-password",
            Shape::Telephone => "tel",
            _ => "off",
        }
    }

    /// The ids of what describes it.
    pub fn described_by(&self) -> String {
        let name = &self.name;
        let mut ids = Vec::new();
        if self.hint.is_some() {
            ids.push(format!("{name}-hint"));
        }
        if self.kept() {
            ids.push(format!("{name}-kept"));
        }
        if self.problem.is_some() {
            ids.push(format!("{name}-problem"));
        }
        if self.elsewhere.is_some() {
            ids.push(format!("{name}-elsewhere"));
        }
        ids.join(" ")
    }
}
