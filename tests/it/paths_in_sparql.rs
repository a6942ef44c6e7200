//! Paths inside SPARQL: the same answer as from `path`, wherever the block stands, and errors that
//! say what to do.

use actorgraph::Scope;
use actorgraph::app::{
    self, AppError, Dataset, ErrorKind, Heading, PathRequest, QueryRequest, QueryText, Restrictor,
    Selector, Session,
};
use std::time::{Duration, Instant};

const SERVICE: &str = "SERVICE <https://w3id.org/actorgraph/path>";

fn session() -> Session {
    let scope = Scope::as_of(jiff::civil::date(2026, 8, 1));
    Session::open(Dataset::Builtin, scope).expect("the built-in dataset opens")
}

fn request(text: &str) -> QueryRequest {
    QueryRequest {
        query: QueryText::Sparql {
            text: text.replace("PATHS", SERVICE),
            origin: "test".to_owned(),
        },
        ..QueryRequest::default()
    }
}

/// Returns the rows of a query, each in one text.
fn rows(text: &str) -> Vec<String> {
    let answer = app::query(&session(), &request(text));
    let answer = answer.unwrap_or_else(|error| panic!("{text}: {error}"));
    let (_, rows) = answer.rows();
    rows.iter().map(|row| row.join(" ")).collect()
}

#[test]
fn the_same_answer_through_every_door() {
    let base = || PathRequest::default();
    let cases = [
        (base(), ""),
        (
            PathRequest {
                selector: Selector::AllShortest,
                ..base()
            },
            "path:selector 'all-shortest'",
        ),
        (
            PathRequest {
                selector: Selector::ShortestK(5),
                restrictor: Restrictor::Acyclic,
                ..base()
            },
            "path:selector 'shortest-k' ; path:k 5 ; path:restrictor 'acyclic'",
        ),
        (
            PathRequest {
                selector: Selector::ShortestKGroups(2),
                restrictor: Restrictor::Trail,
                max_hops: Some(3),
                ..base()
            },
            "path:selector 'shortest-k-groups' ; path:k 2 ; path:restrictor 'trail' ; path:maxHops 3",
        ),
        (
            PathRequest {
                selector: Selector::All,
                restrictor: Restrictor::Simple,
                max_hops: Some(3),
                limit: Some(40),
                ..base()
            },
            "path:selector 'all' ; path:restrictor 'simple' ; path:maxHops 3 ; path:limit 40",
        ),
        (
            PathRequest {
                selector: Selector::All,
                via: Some("requestedBy/memberOf?/^memberOf?/addressedTo".to_owned()),
                ..base()
            },
            "path:selector 'all' ; path:via 'requestedBy/memberOf?/^memberOf?/addressedTo'",
        ),
        (
            PathRequest {
                weight: Some("age".to_owned()),
                selector: Selector::ShortestK(3),
                ..base()
            },
            "path:weight 'age' ; path:selector 'shortest-k' ; path:k 3",
        ),
        (
            PathRequest {
                heading: Some(Heading::Forward),
                relations: vec!["requestedBy".to_owned(), "addressedTo".to_owned()],
                avoid: vec!["andrew-garbarino".to_owned()],
                selector: Selector::AllShortest,
                ..base()
            },
            "path:heading 'directed' ; path:along ag:requestedBy, 'addressed-to' ; \
             path:avoid agid:andrew-garbarino ; path:selector 'all-shortest'",
        ),
    ];
    let session = session();
    for (request, properties) in cases {
        let request = PathRequest {
            from: "deepseek".into(),
            to: "pete-hegseth".into(),
            ..request
        };
        let found = app::path(&session, &request).expect("routes are found");
        assert!(!found.routes.is_empty(), "{properties}");
        let mut expected = Vec::new();
        for (number, way) in (1..).zip(&found.routes) {
            let cost = way.cost.map(|cost| cost.to_string()).unwrap_or_default();
            let head = format!("{number} {} {cost}", way.length);
            expected.push(format!("{head} 0 {}   ", way.from.id));
            for (place, step) in (1..).zip(&way.steps) {
                let date = step.date.as_deref().unwrap_or_default();
                let (to, relation, direction) = (&step.to.id, &step.relation, step.direction);
                expected.push(format!("{head} {place} {to} {relation} {direction} {date}"));
            }
        }
        let told = rows(&format!(
            "SELECT ?i ?l ?c ?s ?n ?r ?d ?t {{ PATHS {{
                [] path:source agid:deepseek ; path:target agid:pete-hegseth ; {properties} ;
                   path:index ?i ; path:length ?l ; path:cost ?c ; path:step ?s ; path:node ?n ;
                   path:relation ?r ; path:direction ?d ; path:date ?t
            }} }} ORDER BY ?i ?s"
        ));
        assert_eq!(told, expected, "{properties}");
    }
}

#[test]
fn reasons_and_sources_are_those_of_path() {
    let session = session();
    let request = PathRequest {
        from: "deepseek".into(),
        to: "pete-hegseth".into(),
        ..PathRequest::default()
    };
    let found = app::path(&session, &request).expect("a route is found");
    let mut expected = Vec::new();
    for (place, step) in (1..).zip(&found.routes[0].steps) {
        for reason in &step.reasons {
            let event = reason.event.as_deref().unwrap_or_default();
            for source in &reason.sources {
                expected.push(format!("{place} {event} {source}"));
            }
        }
    }
    expected.sort();
    expected.dedup();
    let mut told = rows(
        "SELECT ?s ?e ?c { PATHS { [] path:source agid:deepseek ; path:target agid:pete-hegseth ;
         path:step ?s ; path:event ?e ; path:claimedBy ?c } FILTER(?s > 0) }",
    );
    told.sort();
    assert_eq!(told, expected);
}

#[test]
fn a_block_may_stand_anywhere() {
    // MGI Tech is a subsidiary of BGI Group, and of nothing else.
    let up = "path:via 'subsidiaryOf'";
    for (text, expected) in [
        // Ends that stand in the block.
        (
            format!("SELECT ?n {{ PATHS {{ [] path:source agid:mgi-tech ; path:target agid:bgi-group ; {up} ; path:node ?n }} }} ORDER BY ?n"),
            vec!["bgi-group", "mgi-tech"],
        ),
        (
            format!("SELECT ?a {{ PATHS {{ [] path:source agid:mgi-tech, agid:byd ; path:target agid:bgi-group, agid:dod ; {up} ; path:node ?a }} }} ORDER BY ?a"),
            vec!["bgi-group", "mgi-tech"],
        ),
        // Bound before and after.
        (
            format!("SELECT ?a {{ VALUES ?a {{ agid:mgi-tech agid:byd }} PATHS {{ [] path:source ?a ; path:target agid:bgi-group ; {up} }} }}"),
            vec!["mgi-tech"],
        ),
        (
            format!("SELECT ?a {{ PATHS {{ [] path:source ?a ; path:target agid:bgi-group ; {up} }} VALUES ?a {{ agid:mgi-tech agid:byd }} }}"),
            vec!["mgi-tech"],
        ),
        (
            format!("SELECT ?b {{ ?b a ag:Company ; rdfs:label 'BGI Group'@en . PATHS {{ [] path:source agid:mgi-tech ; path:target ?b ; {up} }} }}"),
            vec!["bgi-group"],
        ),
        // Both ends bound: those of one row.
        (
            "SELECT ?a ?b ?l { VALUES (?a ?b) { (agid:deepseek agid:dod) (agid:byd agid:us-congress) }
             PATHS { [] path:source ?a ; path:target ?b ; path:length ?l } } ORDER BY ?a".to_owned(),
            vec!["byd us-congress 3", "deepseek dod 3"],
        ),
        // Open ends, and rows that leave one open; no path is told twice.
        (
            format!("SELECT ?b {{ PATHS {{ [] path:source agid:mgi-tech ; path:target ?b ; {up} }} }}"),
            vec!["bgi-group"],
        ),
        (
            format!("SELECT ?a ?b {{ VALUES (?a ?b) {{ (agid:mgi-tech UNDEF) (UNDEF agid:bgi-group) (agid:byd agid:dod) }}
                     PATHS {{ [] path:source ?a ; path:target ?b ; {up} }} FILTER(?a = agid:mgi-tech) }}"),
            // Each of the two rows fits the one path.
            vec!["mgi-tech bgi-group", "mgi-tech bgi-group"],
        ),
        (
            format!("SELECT (COUNT(*) = ?edges AS ?same) {{
                     {{ SELECT (COUNT(*) AS ?edges) {{ {{ SELECT DISTINCT ?x ?y {{ ?x ag:subsidiaryOf ?y }} }} }} }}
                     PATHS {{ [] path:source ?a ; path:target ?b ; {up} ; path:limit 100000 }} }} GROUP BY ?edges"),
            vec!["true"],
        ),
        // Inside other blocks.
        (
            format!("SELECT ?a ?l {{ VALUES ?a {{ agid:mgi-tech agid:byd }} OPTIONAL {{ PATHS {{ [] path:source ?a ; path:target agid:bgi-group ; {up} ; path:length ?l }} }} }} ORDER BY ?a"),
            vec!["byd ", "mgi-tech 1"],
        ),
        (
            format!("SELECT ?n {{ VALUES ?a {{ agid:mgi-tech }} {{ PATHS {{ [] path:source ?a ; path:target ?n ; {up} }} }} UNION {{ PATHS {{ [] path:source ?a ; path:target ?n ; path:via 'listedBy' }} }} }} ORDER BY ?n"),
            vec!["bgi-group", "dod"],
        ),
        (
            format!("SELECT ?a ?most {{ VALUES ?a {{ agid:mgi-tech }} {{ SELECT ?a (MAX(?l) AS ?most) {{ PATHS {{ [] path:source ?a ; path:target agid:bgi-group ; {up} ; path:length ?l }} }} GROUP BY ?a }} }}"),
            vec!["mgi-tech 1"],
        ),
        (
            format!("SELECT ?a {{ VALUES ?a {{ agid:mgi-tech agid:byd }} MINUS {{ PATHS {{ [] path:source ?a ; path:target agid:bgi-group ; {up} }} }} }}"),
            vec!["byd"],
        ),
        (
            format!("SELECT ?a {{ VALUES ?a {{ agid:mgi-tech agid:byd }} FILTER EXISTS {{ PATHS {{ [] path:source ?a ; path:target agid:bgi-group ; {up} }} }} }}"),
            vec!["mgi-tech"],
        ),
        (
            format!("SELECT ?a {{ VALUES ?a {{ agid:mgi-tech agid:byd }} FILTER(COALESCE(!EXISTS {{ PATHS {{ [] path:source ?a ; path:target agid:bgi-group ; {up} }} }}, false)) }}"),
            vec!["byd"],
        ),
        // Two, the second from where the first ends, with names of things.
        (
            format!("SELECT ?s ?name {{ PATHS {{ [] path:source agid:mgi-tech ; path:target ?b ; {up} }}
                     PATHS {{ [] path:source ?b ; path:target agid:dod ; path:via 'listedBy' ; path:step ?s ; path:node ?n }}
                     ?n rdfs:label ?name FILTER(LANG(?name) = 'en') }} ORDER BY ?s"),
            vec!["0 BGI Group", "1 US Department of Defense"],
        ),
        // A service that fails silently is as if it were not there.
        (
            "SELECT ?a { VALUES ?a { agid:byd } SERVICE SILENT <https://w3id.org/actorgraph/path> { ?a path:nothing 1 } }".to_owned(),
            vec!["byd"],
        ),
        // No path leads to a text, or to what no source speaks of.
        (
            "SELECT ?a { VALUES ?a { 'text' agid:nobody-at-all } PATHS { [] path:source ?a ; path:target agid:dod } }".to_owned(),
            vec![],
        ),
    ] {
        assert_eq!(rows(&text), expected, "{text}");
    }
}

#[test]
fn parameters_and_sources_reach_the_block() {
    let text = "SELECT ?length { PATHS { [] path:source ?company ; path:target agid:dod ; path:length ?length } }";
    let bound = QueryRequest {
        parameters: vec![("company".to_owned(), "agid:byd".to_owned())],
        ..request(text)
    };
    let answer = app::query(&session(), &bound).expect("it runs");
    assert_eq!(answer.rows().1, [["1"]]);
    // In a text that describes itself, a name will do.
    let named = format!(
        "#+ summary: How far a company is from its lister.\n#+ param: company thing – the company\n#+ column: length – steps\n{text}"
    );
    let named = QueryRequest {
        parameters: vec![("company".to_owned(), "BYD".to_owned())],
        ..request(&named)
    };
    let answer = app::query(&session(), &named).expect("it runs");
    assert_eq!(answer.rows().1, [["1"]]);
    // A source that knows nothing of a listing makes no path of it.
    let scope = Scope {
        sources: vec!["crowell-2024-02".to_owned()],
        ..Scope::as_of(jiff::civil::date(2026, 8, 1))
    };
    let session = Session::open(Dataset::Builtin, scope).expect("the source is known");
    let answer = app::query(&session, &bound).expect("it runs");
    assert!(!answer.found());
}

#[test]
fn what_is_wrong_is_told_with_what_to_do() {
    let ends = "[] path:source agid:deepseek ; path:target agid:dod";
    for (pattern, message, help) in [
        (
            "[] path:sorce agid:byd ; path:target agid:dod",
            "there is no path:sorce",
            "did you mean `path:source`?",
        ),
        (
            "?a path:source agid:byd . ?b path:target agid:dod",
            "found 2 subjects",
            "a SERVICE of its own",
        ),
        ("", "path:source is missing", "a variable"),
        (
            "[] path:source agid:byd, ?a ; path:target agid:dod",
            "neither IRIs nor one variable",
            "VALUES",
        ),
        (
            "[] path:source agid:nobody-at-all ; path:target agid:dod",
            "is not a thing of this dataset",
            "search",
        ),
        (
            "ENDS ; path:via 'lsitedBy'",
            "in path:via, at character 1: `lsitedBy`",
            "did you mean `listedBy`?",
        ),
        (
            "ENDS ; path:via 'listedBy/('",
            "in path:via, at character 11",
            "",
        ),
        (
            "ENDS ; path:selector 'shortest-k'",
            "needs a number",
            "path:k",
        ),
        (
            "ENDS ; path:selector 'shortest-k' ; path:k 0",
            "expected a whole number from 1",
            "",
        ),
        ("ENDS ; path:k 2", "does not count", "shortest-k"),
        (
            "ENDS ; path:selector 'all-shortst'",
            "is not a selector",
            "did you mean `all-shortest`?",
        ),
        (
            "ENDS ; path:restrictor 'trial'",
            "is not a restrictor",
            "did you mean `trail`?",
        ),
        ("ENDS ; path:heading 'up'", "is not a heading", "directed"),
        (
            "ENDS ; path:along 'listedy'",
            "in path:along: `listedy`",
            "listedBy",
        ),
        (
            "ENDS ; path:avoid 'nothing'",
            "is not in this dataset",
            "IRI",
        ),
        (
            "ENDS ; path:weight 'agee'",
            "in path:weight: `agee`",
            "did you mean `age`?",
        ),
        (
            "ENDS ; path:weight 'age' ; path:selector 'all'; path:maxHops 2",
            "can be weighed",
            "path:selector",
        ),
        (
            "ENDS ; path:maxHops 'two'",
            "`two`, expected a whole number",
            "",
        ),
        ("ENDS ; path:maxHops 1, 2", "stands 2 times", ""),
        (
            "ENDS ; path:maxHops ?h",
            "is a variable",
            "only path:source and path:target",
        ),
        (
            "ENDS ; path:selector 'all'",
            "may be without end",
            "path:maxHops",
        ),
        ("ENDS ; path:length 2", "expected a variable", "FILTER"),
        (
            "ENDS ; path:length ?l FILTER(?l < 3)",
            "expected triples only",
            "beside it",
        ),
        ("ENDS ; rdfs:label ?l", "is none of", "beside SERVICE"),
        ("ENDS ; ?p ?l", "found a variable", ""),
    ] {
        let text = format!(
            "SELECT * {{ PATHS {{ {} }} }}",
            pattern.replace("ENDS", ends)
        );
        let error = app::query(&session(), &request(&text)).expect_err(&text);
        assert_eq!(error.kind(), ErrorKind::BadInput, "{text}");
        let problem = &error.problems()[0];
        assert_eq!(problem.code, "bad-service", "{text}");
        assert!(
            problem.message.contains(message),
            "{text}: {}",
            problem.message
        );
        let told = problem.help.join("\n");
        assert!(
            told.contains(help) && told.is_empty() == help.is_empty(),
            "{text}: {told}"
        );
    }
    let other = "SELECT * { SERVICE <https://example.org/sparql> { ?a ?b ?c } }";
    let error = app::query(&session(), &request(other)).expect_err("nobody is asked");
    assert_eq!(error.kind(), ErrorKind::BadInput);
    assert!(error.problems()[0].help[0].contains("https://w3id.org/actorgraph/path"));
}

#[test]
fn a_search_inside_a_query_is_stopped_with_it() {
    let text = "SELECT (COUNT(*) AS ?n) { PATHS { [] path:source ?a ; path:target ?b ;
                path:selector 'all' ; path:restrictor 'trail' ; path:node ?node } }";
    let request = QueryRequest {
        timeout: Some(Duration::from_millis(200)),
        ..request(text)
    };
    let begun = Instant::now();
    let error = app::query(&session(), &request).expect_err("there are too many trails");
    assert!(begun.elapsed() < Duration::from_secs(30));
    assert_eq!(error.problems()[0].code, "timeout");
    assert!(matches!(error, AppError::Store(_)));
}

#[test]
fn few_paths_are_found_without_seeking_all() {
    let told = rows(
        "SELECT ?i { PATHS { [] path:source agid:deepseek ; path:target agid:dod ;
         path:selector 'all' ; path:restrictor 'trail' ; path:limit 3 ; path:index ?i } } ORDER BY ?i",
    );
    assert_eq!(told, ["1", "2", "3"]);
}

#[test]
fn a_query_that_wants_few_rows_looks_for_few_paths() {
    let walks =
        "PATHS { [] path:source agid:deepseek ; path:target agid:dod ; path:selector 'all' ;
                 path:maxHops 200 ; path:index ?i ; path:node ?node }";
    let three = format!("SELECT ?i ?node {{ {walks} }} OFFSET 2 LIMIT 3");
    assert_eq!(rows(&three).len(), 3);
    let nested = format!("SELECT ?i {{ {{ SELECT ?i {{ {walks} }} LIMIT 4 }} }}");
    assert_eq!(rows(&nested).len(), 4);
    let asked = app::query(&session(), &request(&format!("ASK {{ {walks} }}")));
    assert_eq!(asked.expect("there is one").rows().1, [["yes"]]);
    // Beside other patterns, too, as long as more paths only mean more rows.
    let named = format!("{walks} ?node rdfs:label ?name FILTER(LANG(?name) = 'en')");
    for text in [
        format!("SELECT ?i ?name {{ {named} }} OFFSET 2 LIMIT 3"),
        format!("SELECT DISTINCT ?i {{ {named} OPTIONAL {{ ?node ag:onList ?list }} }} LIMIT 3"),
        format!("SELECT ?i {{ {named} MINUS {{ ?node ag:partOf ?whole }} }} LIMIT 3"),
    ] {
        assert_eq!(rows(&text).len(), 3, "{text}");
    }
    let asked = app::query(&session(), &request(&format!("ASK {{ {named} }}")));
    assert_eq!(asked.expect("there is one").rows().1, [["yes"]]);
    let limited = QueryRequest {
        limit: Some(3),
        ..request(&format!("SELECT ?i {{ {named} }}"))
    };
    let told = app::query(&session(), &limited).expect("it is well written");
    assert_eq!(told.rows().1.len(), 3);
}

#[test]
fn few_rows_wait_for_the_path_that_gives_them() {
    // The first paths have no thing that is asked for.
    let paths =
        "PATHS { [] path:source agid:deepseek ; path:target agid:dod ; path:selector 'all' ;
                 path:restrictor 'acyclic' ; path:maxHops 4 ; path:index ?i ; path:length ?l }";
    let all = rows(&format!("SELECT (MAX(?i) AS ?last) {{ {paths} }}"));
    let last: usize = all[0].parse().expect("a number");
    assert!(last > 100, "{last}");
    let found = rows(&format!(
        "SELECT ?i {{ {paths} FILTER(?i = {last}) }} LIMIT 1"
    ));
    assert_eq!(found, [last.to_string()]);
    let none = rows(&format!(
        "SELECT ?i {{ {paths} FILTER(?i > {last}) }} LIMIT 1"
    ));
    assert!(none.is_empty());
    // What shrinks as paths are found waits for all of them.
    for text in [
        format!("SELECT ?i {{ VALUES ?i {{ {last} }} MINUS {{ {paths} }} }} LIMIT 1"),
        format!("SELECT ?i {{ VALUES ?i {{ {last} }} FILTER NOT EXISTS {{ {paths} }} }} LIMIT 1"),
        format!(
            "SELECT ?i {{ VALUES ?i {{ {last} }} OPTIONAL {{ {paths} }} FILTER(!BOUND(?l)) }} LIMIT 1"
        ),
    ] {
        assert!(rows(&text).is_empty(), "{text}");
    }
    let most = rows(&format!(
        "SELECT ?i {{ {paths} }} ORDER BY DESC(?i) LIMIT 1"
    ));
    assert_eq!(most, [last.to_string()]);
    let count = rows(&format!("SELECT (COUNT(*) AS ?n) {{ {paths} }} LIMIT 1"));
    assert_eq!(count, [last.to_string()]);
}

#[test]
fn each_row_of_values_has_its_path() {
    let query = |values: &str| {
        let text = format!(
            "SELECT ?a ?b ?l {{ VALUES (?a ?b) {{ {values} }}
             PATHS {{ [] path:source ?a ; path:target ?b ; path:length ?l }} }} ORDER BY ?l"
        );
        rows(&text)
    };
    let (own, other) = ("(agid:byd agid:byd)", "(agid:byd agid:dod)");
    let (one, two) = (query(own), query(&format!("{own} {other}")));
    assert_eq!((one.len(), two.len()), (1, 2));
    assert_eq!(one[0], two[0]);
}

#[test]
fn paths_that_cannot_be_told_do_not_count() {
    let text = "SELECT ?a { PATHS { [] path:source ?a ; path:target ?a ; path:limit 2 ;
                path:via '(ownedBy|^ownedBy)+' ; path:length ?l } }";
    assert_eq!(rows(text).len(), 2);
}
