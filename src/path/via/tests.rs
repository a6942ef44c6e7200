//! Expressions against SPARQL's own parser, against their written-out forms, and at their limits.

use super::*;
use crate::path::PathError;
use proptest::collection::vec;
use proptest::prelude::*;
use spargebra::algebra::{GraphPattern, PropertyPathExpression};
use spargebra::{Query, SparqlParser};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

const NS: &str = "urn:r:";

fn relation(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{NS}{name}"))
}

/// Reads an expression in which `a` to `e` are relations, and `f` is the inverse of `e`.
fn read(text: &str) -> Result<Via, ViaError> {
    Via::parse(text, |name| match name.strip_prefix("r:").unwrap_or(name) {
        "f" => Some(Via::from(relation("e")).inverse()),
        name @ ("a" | "b" | "c" | "d" | "e") => Some(relation(name).into()),
        _ => None,
    })
}

/// What SPARQL can say, with names as `Via` has them.
fn sparql() -> impl Strategy<Value = Via> {
    spelled(vec![(0, None), (1, None), (0, Some(1))])
}

/// The same with bounds.
fn bounded() -> impl Strategy<Value = Via> {
    let bounds = [
        (0, None),
        (1, None),
        (0, Some(1)),
        (0, Some(0)),
        (2, Some(2)),
    ];
    spelled([&bounds[..], &[(2, None), (0, Some(3)), (2, Some(10_000))]].concat())
}

/// Expressions in which repetitions are among these.
fn spelled(bounds: Vec<(u32, Option<u32>)>) -> impl Strategy<Value = Via> {
    let name = prop::sample::select(vec!["a", "b", "c", "d"]).prop_map(relation);
    let names = vec(name.clone(), 0..3);
    let except = (names.clone(), names, 0..3).prop_map(|(with, against, sides)| Via::Except {
        with: (sides != 1).then_some(with),
        against: (sides != 0 && !against.is_empty()).then_some(against),
    });
    // An empty set is well-formed SPARQL (rule 95), but its parser here does not take it.
    let says = |via: &Via| match via {
        Via::Except { with, against } => match (with, against) {
            (None, None) => false,
            (Some(with), _) => !with.is_empty(),
            _ => true,
        },
        _ => true,
    };
    let leaf = prop_oneof![3 => name.prop_map(Via::from), 1 => except.prop_filter("says", says)];
    leaf.prop_recursive(5, 24, 3, move |inner| {
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(Via::Sequence),
            vec(inner.clone(), 2..4).prop_map(Via::Alternative),
            inner.clone().prop_map(Via::inverse),
            (inner, prop::sample::select(bounds.clone())).prop_map(|(inner, (least, most))| {
                Via::Repeat {
                    inner: Box::new(inner),
                    least,
                    most,
                }
            }),
        ]
    })
}

/// Writes an expression with no more parentheses than it needs. How tight something binds: 0 an
/// alternative, 1 a sequence, 2 an inverse, 3 a repetition, 4 a relation.
fn write(via: &Via, least: u32) -> String {
    let (tight, text) = match via {
        Via::Relation(relation) => match relation.as_str().strip_prefix(NS) {
            Some("d") => (4, relation.to_string()),
            Some(name) => (4, format!("r:{name}")),
            None => (4, relation.to_string()),
        },
        Via::Except { with, against } => {
            let with = with.iter().flatten().map(NamedNode::to_string);
            let against = against.iter().flatten().map(|name| format!("^{name}"));
            let names: Vec<String> = with.chain(against).collect();
            match &names[..] {
                [name] => (4, format!("!{name}")),
                names => (4, format!("!({})", names.join(" | "))),
            }
        }
        Via::Inverse(inner) => (2, format!("^{}", write(inner, 3))),
        Via::Sequence(parts) => {
            let parts = parts.iter().map(|part| write(part, 2));
            (1, parts.collect::<Vec<_>>().join("/"))
        }
        Via::Alternative(parts) => {
            let parts = parts.iter().map(|part| write(part, 1));
            (0, parts.collect::<Vec<_>>().join(" | "))
        }
        Via::Repeat { inner, least, most } => {
            let mark = match (least, most) {
                (0, None) => "*".to_owned(),
                (1, None) => "+".to_owned(),
                (0, Some(1)) => "?".to_owned(),
                (least, None) => format!("{{{least},}}"),
                (0, Some(most)) => format!("{{,{most}}}"),
                (least, Some(most)) if least == most => format!("{{ {least} }}"),
                (least, Some(most)) => format!("{{{least}, {most}}}"),
            };
            (3, format!("{}{mark}", write(inner, 4)))
        }
    };
    if tight < least {
        format!("({text})")
    } else {
        text
    }
}

/// Reads an expression as SPARQL does. A whole sequence would be broken into joins, so it is asked
/// for inside an optional part.
fn read_by_sparql(text: &str) -> Via {
    let query = format!("SELECT * {{ ?s ({text})? ?o }}");
    let parser = SparqlParser::new().with_prefix("r", NS).expect("an IRI");
    let query = parser.parse_query(&query);
    let query = query.unwrap_or_else(|error| panic!("{text}: {error}"));
    let Query::Select { pattern, .. } = query else {
        panic!("it is a SELECT");
    };
    let GraphPattern::Project { inner, .. } = pattern else {
        panic!("a SELECT projects");
    };
    match *inner {
        GraphPattern::Path {
            path: PropertyPathExpression::ZeroOrOne(path),
            ..
        } => converted(*path),
        other => panic!("{text}: {other}"),
    }
}

fn converted(path: PropertyPathExpression) -> Via {
    use PropertyPathExpression as Path;
    let repeated = |inner: Path, least, most| Via::Repeat {
        inner: Box::new(converted(inner)),
        least,
        most,
    };
    match path {
        Path::NamedNode(relation) => relation.into(),
        Path::Reverse(inner) => converted(*inner).inverse(),
        Path::Sequence(a, b) => Via::Sequence(vec![converted(*a), converted(*b)]),
        Path::Alternative(a, b) => Via::Alternative(vec![converted(*a), converted(*b)]),
        Path::ZeroOrMore(inner) => repeated(*inner, 0, None),
        Path::OneOrMore(inner) => repeated(*inner, 1, None),
        Path::ZeroOrOne(inner) => repeated(*inner, 0, Some(1)),
        Path::NegatedPropertySet(except) => Via::Except {
            with: Some(except),
            against: None,
        },
    }
}

/// Returns an expression in one of the many forms that mean the same: sequences and alternatives
/// flat, excepted relations one way at a time.
fn flat(via: Via) -> Via {
    match via {
        Via::Except {
            with: Some(with),
            against: Some(against),
        } => {
            let side = |except| Via::Except {
                with: Some(except),
                against: None,
            };
            Via::Alternative(vec![side(with), side(against).inverse()])
        }
        Via::Except {
            with: None,
            against,
        } => Via::Except {
            with: against,
            against: None,
        }
        .inverse(),
        Via::Inverse(inner) => flat(*inner).inverse(),
        Via::Sequence(parts) => {
            let parts = parts.into_iter().map(flat).flat_map(|part| match part {
                Via::Sequence(parts) => parts,
                part => vec![part],
            });
            Via::Sequence(parts.collect())
        }
        Via::Alternative(parts) => {
            let parts = parts.into_iter().map(flat).flat_map(|part| match part {
                Via::Alternative(parts) => parts,
                part => vec![part],
            });
            Via::Alternative(parts.collect())
        }
        Via::Repeat { inner, least, most } => Via::Repeat {
            inner: Box::new(flat(*inner)),
            least,
            most,
        },
        other => other,
    }
}

/// Tells whether two expressions spell the same walks; `None` if one is too complex to tell: an
/// automaton may grow exponentially with its expression, and that of a random one now and then does.
fn alike(one: &Via, other: &Via) -> Option<bool> {
    let (one, other) = (Machine::of(one).ok()?, Machine::of(other).ok()?);
    let names = ["a", "b", "c", "d", "e", "another"].map(relation);
    let mut met = BTreeSet::from([(Some(0), Some(0))]);
    let mut open = vec![(Some(0), Some(0))];
    while let Some((left, right)) = open.pop() {
        let ends =
            |machine: &Machine, state: Option<u32>| state.is_some_and(|s| machine.accepts(s));
        if ends(&one, left) != ends(&other, right) {
            return Some(false);
        }
        for name in &names {
            for letter in [Letter::With, Letter::Against, Letter::Loop] {
                let step = |machine: &Machine, state: Option<u32>| {
                    state.and_then(|state| machine.step(state, name, letter))
                };
                let next = (step(&one, left), step(&other, right));
                if next != (None, None) && met.insert(next) {
                    open.push(next);
                }
            }
        }
    }
    Some(true)
}

/// The same of expressions that are known to be small.
fn same(one: &Via, other: &Via) -> bool {
    alike(one, other).expect("they are small")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn sparql_reads_the_same(via in sparql()) {
        let text = write(&via, 0);
        let ours = read(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        prop_assert_eq!(flat(ours), flat(read_by_sparql(&text)), "{}", text);
    }

    #[test]
    fn what_is_written_is_read(via in bounded()) {
        let text = write(&via, 0);
        let ours = read(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        prop_assert_eq!(flat(ours), flat(via), "{}", text);
    }

    #[test]
    fn bounds_say_what_is_written_out(
        inner in sparql(),
        least in 0_usize..4,
        more in 0_usize..3,
    ) {
        let one = write(&inner, 4);
        let most = least + more;
        let copies = |count: usize| vec![one.clone(); count].join("/");
        // Those that may be there, each only if the one before is.
        let maybe = (0..more).fold(String::new(), |behind, _| match &behind[..] {
            "" => format!("{one}?"),
            behind => format!("({one}/{behind})?"),
        });
        let joined = |parts: [String; 2]| {
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            parts.join("/")
        };
        let both = |bound: &str, out: String| {
            if out.is_empty() {
                return Ok(());
            }
            let (bound, out) = (format!("{one}{bound}"), read(&out).expect("well-formed"));
            let read = read(&bound).expect("well-formed");
            prop_assert_ne!(alike(&read, &out), Some(false), "{}", bound);
            Ok(())
        };
        both(&format!("{{{least},{most}}}"), joined([copies(least), maybe.clone()]))?;
        both(&format!("{{{least}}}"), copies(least))?;
        both(&format!("{{{least},}}"), joined([copies(least), format!("{one}*")]))?;
        both(&format!("{{,{more}}}"), maybe)?;
    }

    #[test]
    fn the_end_of_the_end_is_the_beginning(via in sparql()) {
        let (back, either) = (via.clone().inverse(), via.clone().either_way());
        prop_assert_ne!(alike(&back.inverse(), &via), Some(false));
        prop_assert_ne!(alike(&either.clone().either_way(), &either), Some(false));
    }
}

#[test]
fn different_expressions_are_not_the_same() {
    for (one, other) in [
        ("a", "^a"),
        ("a", "a?"),
        ("a{2}", "a{1,2}"),
        ("a{2,}", "a+"),
        ("a/b", "b/a"),
        ("!a", "!(a|^a)"),
        ("!(a|^f)", "!a|^!f"),
        ("(a|b)*", "a*/b*"),
    ] {
        let read = |text| read(text).expect(text);
        assert!(!same(&read(one), &read(other)), "{one} and {other}");
    }
    for (one, other) in [
        ("(a*/b*)*", "(a|b)*"),
        ("f", "^e"),
        ("!f", "!^e"),
        ("!^f", "!e"),
        ("!(a|^f|f)", "!(a|e|^e)"),
        ("^!(a|f)", "!(^a|e)"),
        ("!()", "!()|a"),
        ("!( )*/^a", "!(){0,}/^a"),
        ("^(a/b)", "^b/^a"),
        ("a{0}", "(b{0})+"),
        ("(a?){2,3}", "a{,3}"),
        ("^(^a)", "a"),
    ] {
        let read = |text| read(text).expect(text);
        assert!(same(&read(one), &read(other)), "{one} and {other}");
    }
}

#[test]
fn faults_are_told_with_their_place() {
    const NAME: &str = "a relation, `^`, `!` or `(`";
    const MORE: &str = "`/`, `|`, a repetition or the end";
    const BOUNDS: &str = "a repetition such as `{2}`, `{1,3}`, `{2,}` or `{,3}`";
    const EARLY: &str = "the expression ends too early";
    for (text, column, found, expected) in [
        ("", 0, EARLY, NAME),
        ("   ", 3, EARLY, NAME),
        ("a/", 2, EARLY, NAME),
        ("a / | b", 4, "found `|`", NAME),
        ("*a", 0, "found `*`", NAME),
        ("a b", 2, "found `b`", MORE),
        (
            "a/^^b",
            3,
            "found `^`",
            "a relation, `!` or `(` behind the first `^`",
        ),
        ("a)", 1, "found `)`", MORE),
        ("a)/(b", 1, "found `)`", MORE),
        (
            "a /^ *",
            5,
            "found `*`",
            "a relation, `!` or `(` behind the first `^`",
        ),
        ("{2}a", 0, "found `{`", NAME),
        ("a{2}{3}", 4, "found `{`", MORE),
        ("(a b)", 3, "found `b`", "`)`"),
        ("a?b", 2, "found `b`", MORE),
        // Of two faults the first.
        ("a | / x:y", 4, "found `/`", NAME),
        (
            "a | x:y /",
            4,
            "`x:y` is no relation of this dataset",
            "one that paths can take",
        ),
        (
            "(a | x:y",
            5,
            "`x:y` is no relation of this dataset",
            "one that paths can take",
        ),
        ("!(a*)", 3, "found `*`", "`)`"),
        ("a; ?s", 1, "found `;`", MORE),
        ("a**", 2, "found `*`", MORE),
        ("(a|b", 4, EARLY, "`)`"),
        ("(a|b]", 4, "found `]`", "`)`"),
        ("!(a|b", 5, EARLY, "`)`"),
        ("!(a|(b))", 4, "found `(`", "a relation or `^`"),
        ("!^(a)", 2, "found `(`", "a relation"),
        ("!*", 1, "found `*`", "a relation, `^` or `(`"),
        (
            "a/<urn:x",
            2,
            "`<` is not closed",
            "an IRI between `<` and `>`",
        ),
        (
            "<no iri>",
            0,
            "`no iri` is no IRI",
            "an absolute IRI between `<` and `>`",
        ),
        (
            "为/a",
            0,
            "`为` is no relation of this dataset",
            "one that paths can take",
        ),
        (
            "a|x:y+",
            2,
            "`x:y` is no relation of this dataset",
            "one that paths can take",
        ),
        ("a{", 2, EARLY, BOUNDS),
        ("a{}", 2, "found `}`", BOUNDS),
        ("a{,}", 3, "found `}`", BOUNDS),
        ("a{x}", 2, "found `x`", BOUNDS),
        ("a{1;2}", 3, "found `;`", BOUNDS),
        ("a{3,1}", 1, "`{3,1}` is empty", "the smaller number first"),
        ("a{10001}", 2, "found 10001", "at most 10000 repetitions"),
        (
            "a{99999999999999999999}",
            2,
            "found 99999999999999999999",
            "at most 10000 repetitions",
        ),
    ] {
        let fault = read(text).expect_err(text);
        let expected = (column, found, expected);
        assert_eq!(
            (fault.column, &fault.found[..], fault.expected),
            expected,
            "{text}"
        );
    }
}

/// Reads an expression and makes its automaton, and tells how that ended; quickly.
fn attempt(text: &str) -> Result<usize, Option<PathError>> {
    let begun = Instant::now();
    let states = match read(text) {
        Err(_) => Err(None),
        Ok(via) => Machine::of(&via)
            .map(|machine| machine.states())
            .map_err(Some),
    };
    let start: String = text.chars().take(40).collect();
    assert!(begun.elapsed() < Duration::from_secs(20), "{start}…");
    states
}

#[test]
fn limits_hold() {
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    let complex = Err(Some(PathError::TooComplex));
    assert_eq!(attempt("a{4000}"), Ok(4001));
    assert_eq!(attempt("a{10000}"), complex);
    assert_eq!(attempt("(a|b){,10000}"), complex);
    assert_eq!(attempt("(((a{100}){100}){100}){100}"), complex);
    assert_eq!(attempt(&nested(199)), Ok(2));
    assert_eq!(attempt(&nested(200)), Err(None));
    assert_eq!(attempt(&nested(100_000)), Err(None));
    assert_eq!(attempt(&"(".repeat(100_000)), Err(None));
    assert_eq!(attempt(&format!("{}a b", "a/".repeat(19_000))), Err(None));
    assert_eq!(attempt(&"a/".repeat(100_000)), Err(None));
    // Nothing, however often, is nothing.
    let nothing = (0..190).fold("a{0}".to_owned(), |inner, _| format!("({inner}){{10000}}"));
    assert_eq!(attempt(&nothing), Ok(1));
    assert_eq!(attempt(&"^".repeat(60_000)), Err(None));
    assert_eq!(attempt(&format!("{}a", "^".repeat(60_000))), Err(None));
    assert_eq!(attempt(&format!("{}a", "a|".repeat(19_000))), Ok(2));
    // The number of pairs of leaves, of sets of leaves, of letters.
    assert_eq!(attempt(&format!("({}a)+", "a|".repeat(19_000))), complex);
    assert_eq!(attempt(&format!("{}a?", "a?/".repeat(15_000))), complex);
    assert_eq!(attempt("(a|b)*/a/(a|b){14}"), complex);
    let names = |count: usize, join: &str| {
        let names: Vec<String> = (0..count).map(|name| format!("<n:{name}>")).collect();
        names.join(join)
    };
    assert_eq!(attempt(&names(100, "|")), Ok(2));
    assert_eq!(attempt(&names(9_000, "|")), complex);
    assert_eq!(attempt(&names(1_000, "/")), Ok(1_001));
    assert_eq!(attempt(&names(9_000, "/")), complex);
    assert_eq!(attempt(&format!("!({})", names(9_000, "|"))), Ok(2));
    assert_eq!(attempt(&names(9_000, "|!")), complex);
    assert_eq!(
        attempt(&format!("(!({})){{1000}}", names(1_000, "|"))),
        Ok(1_001)
    );
    let deep = (0..180).fold("a".to_owned(), |inner, _| format!("({inner}|b?)*"));
    assert_eq!(attempt(&deep), Ok(1));
}

#[test]
fn garbage_is_told_quickly() {
    const LONG: usize = 64 << 10;
    for piece in [
        "(", ")", "!", "!(", "^", "/", "|", "*", "{", "}", "<", ">", "a", "a/", "a|", "a{1,", "é",
        "\0", " ", "a{9999}/", "(a?)*|", "!(a|", "^(", "为",
    ] {
        let text = piece.repeat(LONG / piece.len());
        let _ = attempt(&text);
        let _ = attempt(&format!("a/{text}"));
    }
}
