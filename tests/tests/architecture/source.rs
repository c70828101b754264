//! Rust source as tokens: words, marks and the contents of string literals, each with its line; comments are gone.
//!
//! Enough of the language to ask "which names and which literals stand here" without mistaking a comment or a text for code.

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An identifier, keyword, number or lifetime.
    Word(String),
    /// The inside of a string literal, escapes untouched.
    Literal(String),
    /// One mark.
    Mark(char),
}

/// A token and the line it stands on, counted from 1.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: Kind,
    /// Its line.
    pub(crate) line: usize,
}

impl Token {
    /// The word, where it is one.
    pub(crate) fn word(&self) -> Option<&str> {
        if let Kind::Word(word) = &self.kind {
            Some(word)
        } else {
            None
        }
    }

    /// The literal, where it is one.
    pub(crate) fn literal(&self) -> Option<&str> {
        if let Kind::Literal(text) = &self.kind {
            Some(text)
        } else {
            None
        }
    }

    /// Whether it is this mark.
    pub(crate) fn is(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }
}

/// The tokens of a source file without its `#[cfg(test)]` modules: what ships.
pub(crate) fn shipped(text: &str) -> Vec<Token> {
    let all = tokens(text);
    let mut kept = Vec::with_capacity(all.len());
    let mut at = 0;
    while at < all.len() {
        if let Some(end) = end_of_test_module(&all, at) {
            at = end;
        } else {
            kept.push(all[at].clone());
            at += 1;
        }
    }
    kept
}

/// The first token after `#[cfg(test)] … mod name { … }`, where one begins here.
fn end_of_test_module(all: &[Token], at: usize) -> Option<usize> {
    let opening: [&dyn Fn(&Token) -> bool; 7] = [
        &|token| token.is('#'),
        &|token| token.is('['),
        &|token| token.word() == Some("cfg"),
        &|token| token.is('('),
        &|token| token.word() == Some("test"),
        &|token| token.is(')'),
        &|token| token.is(']'),
    ];
    if !opening
        .iter()
        .enumerate()
        .all(|(offset, fits)| all.get(at + offset).is_some_and(fits))
    {
        return None;
    }
    let start =
        (at + opening.len()..all.len()).find(|&index| all[index].is('{') || all[index].is(';'))?;
    if all[start].is(';') {
        return Some(start + 1);
    }
    let mut depth = 0_usize;
    for (index, token) in all.iter().enumerate().skip(start) {
        if token.is('{') {
            depth += 1;
        } else if token.is('}') {
            depth -= 1;
            if depth == 0 {
                return Some(index + 1);
            }
        }
    }
    None
}

/// Every token of a source file.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    Reader {
        rest: text,
        line: 1,
        tokens: Vec::new(),
    }
    .read()
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    tokens: Vec<Token>,
}

impl Reader<'_> {
    fn read(mut self) -> Vec<Token> {
        while let Some(first) = self.rest.chars().next() {
            if self.rest.starts_with("//") {
                self.advance(self.rest.find('\n').unwrap_or(self.rest.len()));
            } else if self.rest.starts_with("/*") {
                self.block_comment();
            } else if let Some((prefix, hashes)) = raw_string(self.rest) {
                self.raw_literal(prefix, hashes);
            } else if first == '"'
                || ((first == 'b' || first == 'c') && self.rest[1..].starts_with('"'))
            {
                self.literal();
            } else if first == '\'' {
                self.quote();
            } else if first.is_alphanumeric() || first == '_' {
                let end = self
                    .rest
                    .find(|sign: char| !sign.is_alphanumeric() && sign != '_')
                    .unwrap_or(self.rest.len());
                self.push(Kind::Word(self.rest[..end].to_owned()));
                self.advance(end);
            } else {
                if !first.is_whitespace() {
                    self.push(Kind::Mark(first));
                }
                self.advance(first.len_utf8());
            }
        }
        self.tokens
    }

    fn push(&mut self, kind: Kind) {
        self.tokens.push(Token {
            kind,
            line: self.line,
        });
    }

    fn advance(&mut self, bytes: usize) {
        self.line += self.rest[..bytes].matches('\n').count();
        self.rest = &self.rest[bytes..];
    }

    fn block_comment(&mut self) {
        let mut depth = 0_usize;
        loop {
            if self.rest.starts_with("/*") {
                depth += 1;
                self.advance(2);
            } else if self.rest.starts_with("*/") {
                depth -= 1;
                self.advance(2);
                if depth == 0 {
                    return;
                }
            } else if let Some(sign) = self.rest.chars().next() {
                self.advance(sign.len_utf8());
            } else {
                return;
            }
        }
    }

    fn raw_literal(&mut self, prefix: usize, hashes: usize) {
        let closing = format!("\"{}", "#".repeat(hashes));
        let inside = &self.rest[prefix..];
        let length = inside.find(&closing).unwrap_or(inside.len());
        self.push(Kind::Literal(inside[..length].to_owned()));
        self.advance((prefix + length + closing.len()).min(self.rest.len()));
    }

    fn literal(&mut self) {
        let start = self.rest.find('"').unwrap_or(0) + 1;
        let end = closing_quote(&self.rest[start..]);
        self.push(Kind::Literal(self.rest[start..start + end].to_owned()));
        self.advance((start + end + 1).min(self.rest.len()));
    }

    /// A character literal, passed over, or a lifetime, which is a word.
    fn quote(&mut self) {
        let mut signs = self.rest.char_indices().skip(1);
        let (_, second) = signs.next().unwrap_or((1, '\''));
        let (third_at, third) = signs.next().unwrap_or((1, ' '));
        if second == '\\' {
            let closing = self.rest[third_at + third.len_utf8()..]
                .find('\'')
                .unwrap_or(0);
            self.advance(third_at + third.len_utf8() + closing + 1);
        } else if third == '\'' {
            self.advance(third_at + 1);
        } else {
            self.advance(1);
        }
    }
}

/// Where a raw string begins here: the length of its opening and the number of its hashes.
fn raw_string(rest: &str) -> Option<(usize, usize)> {
    let after = rest
        .strip_prefix("br")
        .or_else(|| rest.strip_prefix("cr"))
        .or_else(|| rest.strip_prefix('r'))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..]
        .starts_with('"')
        .then(|| (rest.len() - after.len() + hashes + 1, hashes))
}

/// The offset of the quote that ends a literal, escapes considered.
fn closing_quote(inside: &str) -> usize {
    let mut escaped = false;
    for (at, sign) in inside.char_indices() {
        match sign {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    inside.len()
}

#[test]
fn comments_and_test_modules_are_not_shipped_and_literals_are_kept_whole() {
    let text = "// a \"no\"\nfn x<'a>(y: &'a str) { z('\"', '\\'', \"one \\\" two\", r#\"three \" \"#) } /* /* */ no */\n#[cfg(test)]\n#[allow(z, reason = \"q\")]\nmod tests { fn no() { \"no\" } }\nfn last() {}";
    let shipped = shipped(text);
    let literals: Vec<&str> = shipped.iter().filter_map(Token::literal).collect();
    assert_eq!(literals, ["one \\\" two", "three \" "]);
    let words: Vec<&str> = shipped.iter().filter_map(Token::word).collect();
    assert_eq!(words, ["fn", "x", "a", "y", "a", "str", "z", "fn", "last"]);
    assert_eq!(shipped.last().expect("tokens").line, 6);
}
