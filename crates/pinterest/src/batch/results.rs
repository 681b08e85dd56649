//! The items of an answer whose types differ from operation to operation, and whose fields do not.

use pinterest_client::Sensitive;

/// A [`Reply`](super::Reply) for each item: its data, the exceptions with `code` and `message` that it has, and, with a third
/// expression, the ids in the data.
macro_rules! results {
    ($items:expr, |$item:ident| $data:expr, $exceptions:expr $(,)?) => {
        $crate::batch::results!($items, |$item| $data, $exceptions, |_data| None::<&str>)
    };
    ($items:expr, |$item:ident| $data:expr, $exceptions:expr, |$keyed:ident| $ids:expr $(,)?) => {
        $items
            .into_iter()
            .map(|$item| {
                let errors = $exceptions.into_iter().map(|exception| {
                    $crate::batch::ItemError::of(exception.code, exception.message)
                });
                let errors: Vec<_> = errors.collect();
                let data = $data;
                let keys: Vec<String> = match &data {
                    Some($keyed) => $ids.into_iter().map(ToString::to_string).collect(),
                    None => Vec::new(),
                };
                $crate::batch::Reply::of(data, errors).keyed(keys)
            })
            .collect::<Vec<_>>()
    };
}

pub(crate) use results;

/// A code as descriptions have it.
pub(crate) trait Code {
    fn code(self) -> Option<i32>;
}

impl Code for i32 {
    fn code(self) -> Option<i32> {
        Some(self)
    }
}

impl Code for i64 {
    fn code(self) -> Option<i32> {
        self.try_into().ok()
    }
}

impl<C: Code> Code for Option<C> {
    fn code(self) -> Option<i32> {
        self.and_then(C::code)
    }
}

/// A message as descriptions have it.
pub(crate) trait Message {
    fn message(self) -> Option<String>;
}

impl Message for String {
    fn message(self) -> Option<String> {
        Some(self)
    }
}

/// The text itself: an [`ItemError`](super::ItemError) keeps it out of what it shows.
impl Message for Sensitive {
    fn message(self) -> Option<String> {
        Some(self.as_str().to_owned())
    }
}

impl<M: Message> Message for Option<M> {
    fn message(self) -> Option<String> {
        self.and_then(M::message)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ItemError, Reply};
    use super::*;

    struct Item {
        data: Option<u32>,
        exceptions: Option<Vec<Exception>>,
    }

    struct Exception {
        code: Option<i64>,
        message: Sensitive,
    }

    fn item(data: Option<u32>, messages: &[&str]) -> Item {
        let exception = |message: &&str| Exception {
            code: Some(7),
            message: Sensitive::from(*message),
        };
        Item {
            data,
            exceptions: Some(messages.iter().map(exception).collect()),
        }
    }

    fn replies(items: Vec<Item>) -> Vec<Reply<u32>> {
        results!(
            items,
            |item| item.data,
            item.exceptions.into_iter().flatten(),
            |data| [data]
        )
    }

    #[test]
    fn data_is_a_success_and_names_itself() {
        let reply = &replies(vec![item(Some(5), &[])])[0];
        assert_eq!((reply.value, &reply.error), (Some(5), &None));
        assert_eq!(reply.keys, ["5"]);
    }

    #[test]
    fn every_exception_is_kept() {
        let reply = &replies(vec![item(None, &["too long", "too dear"])])[0];
        let error = reply.error.as_ref().unwrap();
        assert_eq!(
            (error.code, error.message.as_deref()),
            (Some(7), Some("too long"))
        );
        assert_eq!(error.others[0].message.as_deref(), Some("too dear"));
        assert_eq!(error.to_string(), "too long (code 7); too dear (code 7)");
    }

    #[test]
    fn exceptions_beside_data_are_a_partial_success() {
        let reply = &replies(vec![item(Some(5), &["no logo"])])[0];
        assert!(reply.value.is_some() && reply.error.is_some());
    }

    #[test]
    fn a_code_that_no_error_has_is_left_out() {
        assert_eq!(ItemError::of(i64::MAX, "text".to_owned()).code, None);
    }
}
