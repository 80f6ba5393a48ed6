//! The graph as GEXF, which Gephi reads.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

use super::{Graph, joined};
use crate::export::{Export, ExportError, Told, clean};

/// One document of GEXF 1.2.
#[derive(Default)]
pub struct Gexf {
    graph: Graph,
}

/// Name and type, by number.
const NODE: [(&str, &str); 3] = [("kind", "string"), ("country", "string"), ("reports", "string")];
const EDGE: [(&str, &str); 6] = [
    ("type", "string"),
    ("count", "integer"),
    ("tellings", "integer"),
    ("day", "string"),
    ("mutual", "boolean"),
    ("reports", "string"),
];

fn attributes<W: Write>(w: &mut Writer<W>, of: &str, all: &[(&str, &str)]) -> io::Result<()> {
    w.create_element("attributes").with_attribute(("class", of)).write_inner_content(|w| {
        for (n, (title, kind)) in all.iter().enumerate() {
            let n = n.to_string();
            w.create_element("attribute")
                .with_attributes([("id", n.as_str()), ("title", *title), ("type", *kind)])
                .write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

fn values<W: Write>(w: &mut Writer<W>, all: &[&str]) -> io::Result<()> {
    w.create_element("attvalues").write_inner_content(|w| {
        for (n, value) in all.iter().enumerate() {
            let (n, value) = (n.to_string(), clean::line(value));
            w.create_element("attvalue")
                .with_attributes([("for", n.as_str()), ("value", value.as_str())])
                .write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

fn write(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let mut w = Writer::new_with_indent(out, b' ', 1);
    w.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = [("xmlns", "http://www.gexf.net/1.2draft"), ("version", "1.2")];
    w.create_element("gexf").with_attributes(root).write_inner_content(|w| {
        let how = [("mode", "static"), ("defaultedgetype", "directed")];
        w.create_element("graph").with_attributes(how).write_inner_content(|w| {
            attributes(w, "node", &NODE)?;
            attributes(w, "edge", &EDGE)?;
            w.create_element("nodes").write_inner_content(|w| {
                for node in &graph.nodes {
                    let (id, label) = (node.id.hex(), clean::line(&node.name));
                    w.create_element("node")
                        .with_attributes([("id", id.as_str()), ("label", label.as_str())])
                        .write_inner_content(|w| values(w, &[node.kind(), node.country(), &joined(&node.reports)]))?;
                }
                Ok(())
            })?;
            w.create_element("edges").write_inner_content(|w| {
                for (n, (key, edge)) in graph.edges.iter().enumerate() {
                    let (from, to) = (graph.nodes[key.source].id.hex(), graph.nodes[key.target].id.hex());
                    let (id, count) = (format!("e{n}"), edge.events.len().to_string());
                    let ends = [
                        ("id", id.as_str()),
                        ("source", from.as_str()),
                        ("target", to.as_str()),
                        ("label", key.kind.as_str()),
                        ("weight", count.as_str()),
                    ];
                    w.create_element("edge").with_attributes(ends).write_inner_content(|w| {
                        let mutual = if key.mutual { "true" } else { "false" };
                        let (tellings, reports) = (edge.tellings.to_string(), joined(&edge.reports));
                        values(w, &[&key.kind, &count, &tellings, &key.day, mutual, &reports])
                    })?;
                }
                Ok(())
            })?;
            Ok(())
        })?;
        Ok(())
    })?;
    w.get_mut().write_all(b"\n")
}

impl Export for Gexf {
    fn add(&mut self, told: &Told<'_>, _: &mut dyn Write) -> Result<(), ExportError> {
        self.graph.add(told);
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write) -> Result<(), ExportError> {
        Ok(write(&self.graph, out)?)
    }
}

#[cfg(test)]
mod tests {
    use crate::export::{Format, testing};

    #[test]
    fn names_are_escaped() {
        let mut told = testing::quay();
        told.reports[0].actors[1].name = "Dock \u{1}\"<Union>\" &\n]]>".into();
        let text = testing::written(Format::Gexf, &[told]);
        assert!(text.contains("label=\"Dock &quot;&lt;Union&gt;&quot; &amp; ]]&gt;\""), "{text}");
        assert_eq!((text.matches("<node ").count(), text.matches("<edge ").count()), (2, 2));
    }
}
