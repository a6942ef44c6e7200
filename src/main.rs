//! x
use actorgraph::*;
use std::time::Instant;
fn main() {
    let t = Instant::now();
    let s = builtin::builtin(jiff::civil::date(2026, 11, 22)).unwrap();
    eprintln!(
        "open {:?} {} quads {} terms",
        t.elapsed(),
        s.pack().len(),
        s.pack().term_count()
    );
    let t = Instant::now();
    let q = store::Query::parse(&std::env::args().nth(1).unwrap()).unwrap();
    let r = q.run(&s).unwrap();
    eprintln!("query {:?}", t.elapsed());
    if let store::QueryResult::Table(tb) = r {
        println!("{:?}", tb.variables);
        for r in tb.rows.iter().take(20) {
            println!(
                "{}",
                r.iter()
                    .map(|c| c.as_ref().map_or(String::new(), |c| c.to_string()))
                    .collect::<Vec<_>>()
                    .join("\t")
            );
        }
        println!("{} rows", tb.rows.len());
    }
    for f in std::fs::read_dir("ontology/rules").unwrap() {
        let p = f.unwrap().path();
        let t = Instant::now();
        let rule = store::Rule::parse(
            &p.display().to_string(),
            &std::fs::read_to_string(&p).unwrap(),
        )
        .unwrap();
        let d = rule.derive(&s).unwrap();
        eprintln!("{} {} {:?}", p.display(), d.len(), t.elapsed());
    }
}
