#[cfg(test)]
mod tests {
    use crate::store::dataset::View;
    use spareval::QueryEvaluator;

    #[test]
    fn plans() {
        let snapshot = crate::builtin(jiff::civil::date(2026, 8, 1)).unwrap();
        let prefix = "PREFIX ag: <https://w3id.org/actorgraph/ns#> PREFIX agid: <https://w3id.org/actorgraph/id/> ";
        for text in [
            "SELECT * { VALUES ?a { agid:hesai agid:ymtc } ?a ag:p1/^ag:p2?/^ag:p3 ?b }",
            "SELECT * { { VALUES ?a { agid:hesai agid:ymtc } } ?a ag:p1/^ag:p2?/^ag:p3 ?b }",
            "SELECT * { VALUES ?a { agid:hesai agid:ymtc } ?a (ag:p1/^ag:p2?/^ag:p3) ?b }",
            "SELECT * { VALUES ?a { agid:hesai agid:ymtc } ?a (ag:p1|ag:p2)/ag:p3* ?b }",
            "SELECT * { VALUES ?b { agid:hesai agid:ymtc } ?a ag:p1/^ag:p2?/^ag:p3 ?b }",
            "SELECT * { BIND(agid:hesai AS ?a) ?a ag:p1/^ag:p2?/^ag:p3 ?b }",
            "SELECT * { VALUES ?a { agid:hesai agid:ymtc } ?a ag:p1/ag:p3 ?b . ?b ag:q+ ?c . ?c ag:n \"x\" }",
            "SELECT * { VALUES ?a { agid:hesai agid:ymtc } OPTIONAL { ?a ag:p1/^ag:p2?/^ag:p3 ?b } }",
            "SELECT * { VALUES ?a { agid:hesai agid:ymtc } GRAPH ?g { ?a ag:p1/^ag:p2?/^ag:p3 ?b } }",
            "SELECT * { VALUES ?a { agid:hesai agid:ymtc } FILTER EXISTS { ?a ag:p1/^ag:p2?/^ag:p3 ?b } }",
            "SELECT * { VALUES ?a { agid:hesai agid:ymtc } { SELECT ?a ?b { ?a ag:p1/^ag:p2?/^ag:p3 ?b } } }",
            "SELECT * { { SELECT ?a { ?a ag:x agid:y } } ?a ag:p1+ ?b . }",
            "SELECT * { VALUES ?a { agid:hesai agid:ymtc } { ?a ag:p1+ ?b } UNION { ?a ag:p2/ag:p3 ?b } }",
        ] {
            let query = spargebra::SparqlParser::new()
                .parse_query(&format!("{prefix}{text}"))
                .unwrap();
            let (_, explanation) = QueryEvaluator::new()
                .prepare(&query)
                .explain(View(&snapshot));
            println!("{text}\n{query:?}\n");
            let mut out = Vec::new();
            explanation.write_in_json(&mut out).unwrap();
            println!("{}\n", String::from_utf8_lossy(&out));
        }
    }
}
