//! Bodies of `multipart/form-data`.

use bytes::Bytes;

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) content: Bytes,
}

/// Returns the parts of a body in their order; `None` if it is not well-formed.
pub(super) fn parts(content_type: &str, body: &Bytes) -> Option<Vec<Part>> {
    let boundary = boundary(content_type)?;
    let delimiter = format!("\r\n--{boundary}");
    let first = format!("--{boundary}");
    let mut at = first.len();
    if !body.starts_with(first.as_bytes()) {
        at = find(body, 0, delimiter.as_bytes())? + delimiter.len();
    }
    let mut parts = Vec::new();
    loop {
        let rest = body.get(at..)?;
        if rest.starts_with(b"--") {
            return Some(parts);
        }
        let head_at = find(body, at, b"\r\n")? + 2;
        let head_end = find(body, head_at, b"\r\n\r\n")?;
        let content_at = head_end + 4;
        let content_end = find(body, content_at, delimiter.as_bytes())?;
        let head = std::str::from_utf8(body.get(head_at..head_end)?).ok()?;
        parts.push(Part {
            name: name(head)?,
            content: body.slice(content_at..content_end),
        });
        at = content_end + delimiter.len();
    }
}

fn boundary(content_type: &str) -> Option<&str> {
    let mut pieces = content_type.split(';').map(str::trim);
    let media_type = pieces.next()?;
    if !media_type.eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let boundary = pieces.find_map(|piece| piece.strip_prefix("boundary="))?;
    Some(boundary.trim_matches('"')).filter(|boundary| !boundary.is_empty())
}

/// The name in the `Content-Disposition` of a part.
fn name(head: &str) -> Option<String> {
    let line = head.split("\r\n").find(|line| {
        let field = line.split(':').next().unwrap_or_default();
        field.eq_ignore_ascii_case("content-disposition")
    })?;
    let pieces = line.split(';').map(str::trim);
    let mut names = pieces.filter_map(|piece| piece.strip_prefix("name="));
    Some(names.next()?.trim_matches('"').to_owned())
}

fn find(body: &[u8], from: usize, wanted: &[u8]) -> Option<usize> {
    let (first, rest) = wanted.split_first()?;
    let mut at = from;
    loop {
        let found = body.get(at..)?.iter().position(|byte| byte == first)? + at;
        if body.get(found + 1..)?.starts_with(rest) {
            return Some(found);
        }
        at = found + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_keep_their_order_and_bytes() {
        let body = Bytes::from_static(
            b"--x\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\na\r\n\
              --x\r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n\
              --x\r\nContent-Type: video/mp4\r\n\
              Content-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n\r\n-\xff\r\n--x--\r\n",
        );
        let parts = parts("multipart/form-data; boundary=x", &body).unwrap();
        let seen: Vec<(&str, &[u8])> = parts.iter().map(|p| (&*p.name, &*p.content)).collect();
        let expected: [(&str, &[u8]); 3] = [("key", b"a"), ("empty", b""), ("file", b"\r\n-\xff")];
        assert_eq!(seen, expected);
    }

    #[test]
    fn what_breaks_off_is_rejected() {
        let body =
            Bytes::from_static(b"--x\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\na");
        assert_eq!(parts("multipart/form-data; boundary=x", &body), None);
        assert_eq!(parts("text/plain", &body), None);
    }
}
