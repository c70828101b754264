//! The permissions of a role card: a long list in groups, that can be searched and says what was changed.

/// The list.
#[derive(Clone, Debug)]
pub struct PermissionTicks {
    /// The groups that are shown.
    pub groups: Vec<TickGroup>,
    /// The fields of what is ticked and not shown, so that a search loses nothing.
    pub unshown: Vec<String>,
    /// What is searched for.
    pub query: String,
    /// How many are ticked, shown or not.
    pub ticked: usize,
    /// How many there are.
    pub of: usize,
    /// How many differ from the card as it is saved.
    pub changed: usize,
}

impl PermissionTicks {
    /// Whether a search found nothing.
    pub fn found_nothing(&self) -> bool {
        self.groups.is_empty() && !self.query.is_empty()
    }
}

/// Permissions under one heading.
#[derive(Clone, Debug)]
pub struct TickGroup {
    /// The heading.
    pub name: String,
    /// The permissions.
    pub rows: Vec<PermissionTick>,
}

/// A permission.
#[derive(Clone, Debug)]
pub struct PermissionTick {
    /// Its name in the form.
    pub field: String,
    /// Its name.
    pub name: String,
    /// Its unchanging key.
    pub key: String,
    /// Whether the card gives it.
    pub ticked: bool,
    /// Whether the card as it is saved gives it.
    pub was: bool,
    /// What somebody else did with it in the meantime.
    pub elsewhere: Option<String>,
}

impl PermissionTick {
    /// Whether it differs from the card as it is saved.
    pub fn changed(&self) -> bool {
        self.ticked != self.was
    }
}
