//! A form with one small file (RFC 7578), read whole: the few fields beside it, and its bytes.

use std::collections::BTreeMap;

/// What was sent.
pub(super) struct SmallFile {
    fields: BTreeMap<String, String>,
    /// The file's bytes; none where none was chosen.
    pub(super) file: Vec<u8>,
}

impl SmallFile {
    /// The field called `name`, or an empty text.
    pub(super) fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }
}

/// Reads it; `None` where it is no such form.
pub(super) fn small_file(content_type: &str, body: &[u8]) -> Option<SmallFile> {
    let boundary = boundary(content_type)?;
    let mark = [b"--", boundary.as_bytes()].concat();
    let mut rest = body.strip_prefix(mark.as_slice())?;
    let between = [b"\r\n".as_slice(), &mark].concat();
    let mut sent = SmallFile {
        fields: BTreeMap::new(),
        file: Vec::new(),
    };
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let end = position(part, &between)?;
        let head_ends = position(&part[..end], b"\r\n\r\n")?;
        let head = std::str::from_utf8(&part[..head_ends]).ok()?;
        let content = &part[head_ends + 4..end];
        let (name, is_file) = disposition(head)?;
        if is_file {
            sent.file = content.to_vec();
        } else {
            let text = String::from_utf8(content.to_vec()).ok()?;
            sent.fields.insert(name, text);
        }
        if sent.fields.len() > 10 {
            return None;
        }
        rest = &part[end + between.len()..];
    }
    rest.starts_with(b"--").then_some(sent)
}

fn boundary(content_type: &str) -> Option<&str> {
    let rest = content_type.strip_prefix("multipart/form-data")?;
    let (_, boundary) = rest.split_once("boundary=")?;
    let boundary = boundary.split(';').next()?.trim().trim_matches('"');
    (1..=70).contains(&boundary.len()).then_some(boundary)
}

/// The name of a part, and whether it is a file.
fn disposition(head: &str) -> Option<(String, bool)> {
    let line = head.lines().find(|line| {
        line.get(..20)
            .is_some_and(|start| start.eq_ignore_ascii_case("content-disposition:"))
    })?;
    let value = |name: &str| {
        let (_, rest) = line.split_once(&format!(" {name}=\""))?;
        rest.split('"').next().map(str::to_owned)
    };
    Some((value("name")?, value("filename").is_some()))
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;

    const KIND: &str = "multipart/form-data; boundary=--x";

    fn body(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut body = Vec::new();
        for (head, content) in parts {
            body.extend_from_slice(b"----x\r\nContent-Disposition: form-data; ");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(b"\r\n\r\n");
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"----x--\r\n");
        body
    }

    #[test]
    fn fields_and_the_file_are_read_to_the_byte() {
        let file = b"\x89PNG\r\n\x1a\n\r\n--x not a boundary\r\n";
        let sent = body(&[
            ("name=\"csrf\"", b"tag"),
            (
                "name=\"logo\"; filename=\"a \\\"b.png\"\r\nContent-Type: image/png",
                file,
            ),
        ]);
        let sent = small_file(KIND, &sent).unwrap();
        assert_eq!(sent.field("csrf"), "tag");
        assert_eq!(sent.file, file);
        assert_eq!(sent.field("none"), "");
    }

    #[test]
    fn what_is_no_such_form_is_none() {
        let whole = body(&[("name=\"csrf\"", b"tag")]);
        for cut in 0..whole.len() - 4 {
            assert!(small_file(KIND, &whole[..cut]).is_none(), "{cut}");
        }
        assert!(small_file("text/plain", &whole).is_none());
        assert!(small_file("multipart/form-data", &whole).is_none());
        assert!(small_file("multipart/form-data; boundary=", &whole).is_none());
        let many: Vec<(String, &[u8])> = (0..20)
            .map(|n| (format!("name=\"{n}\""), &b"a"[..]))
            .collect();
        let many: Vec<(&str, &[u8])> = many
            .iter()
            .map(|(head, content)| (head.as_str(), *content))
            .collect();
        assert!(small_file(KIND, &body(&many)).is_none());
    }
}
