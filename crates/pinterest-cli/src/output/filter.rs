//! Expressions of jq.

use jaq_core::load::{Arena, File, Loader};
use jaq_core::{Ctx, Vars, data, unwrap_valr};
use jaq_json::{Val, read};
use serde_json::Value;

use crate::failure::Failure;

type Compiled = jaq_core::Filter<data::JustLut<Val>>;

/// An expression of jq.
pub(crate) struct Filter(Compiled);

impl Filter {
    /// Compiles an expression.
    pub(crate) fn new(expression: &str) -> Result<Self, Failure> {
        let definitions = jaq_core::defs()
            .chain(jaq_std::defs())
            .chain(jaq_json::defs());
        let functions = jaq_core::funs()
            .chain(jaq_std::funs())
            .chain(jaq_json::funs());
        let arena = Arena::default();
        let file = File {
            code: expression,
            path: (),
        };
        let invalid = |why: String| Failure::usage(format!("--jq: {why}"));
        let modules = Loader::new(definitions).load(&arena, file);
        let modules = modules.map_err(|errors| {
            let error = errors.into_iter().next().map(|(_, error)| error);
            invalid(match error {
                Some(jaq_core::load::Error::Lex(errors)) => match errors.first() {
                    Some((expected, at)) => {
                        format!("expected {} at {}", expected.as_str(), shown(at))
                    }
                    None => "it is not an expression".to_owned(),
                },
                Some(jaq_core::load::Error::Parse(errors)) => match errors.first() {
                    Some((expected, at)) => {
                        format!("expected {} at {}", expected.as_str(), shown(at))
                    }
                    None => "it is not an expression".to_owned(),
                },
                _ => "modules are not supported".to_owned(),
            })
        })?;
        let compiled = jaq_core::Compiler::default().with_funs(functions);
        let compiled = compiled.compile(modules).map_err(|errors| {
            let undefined = errors.into_iter().flat_map(|(_, errors)| errors).next();
            invalid(match undefined {
                Some((name, kind)) => format!("there is no {} `{name}`", kind.as_str()),
                None => "it cannot be compiled".to_owned(),
            })
        })?;
        Ok(Self(compiled))
    }

    /// Returns the results for a value.
    pub(crate) fn run(&self, value: &Value) -> Vec<Result<Value, Failure>> {
        let text = value.to_string();
        let input = match read::parse_single(text.as_bytes()) {
            Ok(input) => input,
            Err(error) => return vec![Err(Failure::new(format!("--jq: {error}")))],
        };
        let context = Ctx::<data::JustLut<Val>>::new(&self.0.lut, Vars::new([]));
        let results = self.0.id.run((context, input)).map(unwrap_valr);
        results
            .map(|result| match result {
                Ok(result) => serde_json::from_str(&result.to_string())
                    .map_err(|_| Failure::new("--jq: the result cannot be written as JSON")),
                Err(error) => Err(Failure::new(format!("--jq: {error}"))),
            })
            .collect()
    }
}

/// Where an expression is wrong.
fn shown(rest: &str) -> String {
    match rest.is_empty() {
        true => "its end".to_owned(),
        false => format!("`{}`", rest.chars().take(20).collect::<String>()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn results(expression: &str, value: &Value) -> Vec<Value> {
        let filter = Filter::new(expression).unwrap();
        filter.run(value).into_iter().map(Result::unwrap).collect()
    }

    #[test]
    fn an_expression_has_any_number_of_results() {
        let value = json!({"a": [1, 2.5, "ä"], "big": 9_007_199_254_740_993_i64});
        assert_eq!(results(".a[]", &value), [json!(1), json!(2.5), json!("ä")]);
        assert_eq!(results(".a | map(numbers) | add", &value), [json!(3.5)]);
        assert_eq!(results(".big", &value), [json!(9_007_199_254_740_993_i64)]);
        assert!(results("empty", &value).is_empty());
    }

    #[test]
    fn what_is_wrong_is_said() {
        let message = |expression| format!("{:?}", Filter::new(expression).err().unwrap());
        assert!(message(".a |").contains("its end"), "{}", message(".a |"));
        assert!(message("nosuch").contains("nosuch"));
        let filter = Filter::new(".a.b").unwrap();
        assert!(filter.run(&json!({"a": 1}))[0].is_err());
    }
}
