//! The graph as GraphML.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Graph, joined};
use crate::export::{Export, ExportError, Told, clean};

/// One document of GraphML 1.1.
#[derive(Default)]
pub struct Graphml {
    graph: Graph,
}

/// Id, what it is of, name, type.
const KEYS: [(&str, &str, &str, &str); 12] = [
    ("n0", "node", "label", "string"),
    ("n1", "node", "kind", "string"),
    ("n2", "node", "country", "string"),
    ("n3", "node", "reports", "string"),
    ("e0", "edge", "type", "string"),
    ("e1", "edge", "count", "int"),
    ("e2", "edge", "tellings", "int"),
    ("e3", "edge", "day", "string"),
    ("e4", "edge", "mutual", "boolean"),
    ("e5", "edge", "reports", "string"),
    ("e6", "edge", "label", "string"),
    ("e7", "edge", "weight", "double"),
];

fn data<W: Write>(w: &mut Writer<W>, key: &str, text: &str) -> io::Result<()> {
    w.create_element("data").with_attribute(("key", key)).write_text_content(BytesText::new(&clean::xml(text)))?;
    Ok(())
}

fn write(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let mut w = Writer::new_with_indent(out, b' ', 1);
    w.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    w.create_element("graphml")
        .with_attribute(("xmlns", "http://graphml.graphdrawing.org/xmlns"))
        .write_inner_content(|w| {
            for (id, of, name, kind) in KEYS {
                w.create_element("key")
                    .with_attributes([("id", id), ("for", of), ("attr.name", name), ("attr.type", kind)])
                    .write_empty()?;
            }
            w.create_element("graph")
                .with_attributes([("id", "who-acts-on-whom"), ("edgedefault", "directed")])
                .write_inner_content(|w| {
                    for node in &graph.nodes {
                        w.create_element("node").with_attribute(("id", node.id.hex().as_str())).write_inner_content(
                            |w| {
                                data(w, "n0", &node.name)?;
                                data(w, "n1", node.kind())?;
                                data(w, "n2", node.country())?;
                                data(w, "n3", &joined(&node.reports))
                            },
                        )?;
                    }
                    for (n, (key, edge)) in graph.edges.iter().enumerate() {
                        let (id, from, to) =
                            (format!("e{n}"), graph.nodes[key.source].id.hex(), graph.nodes[key.target].id.hex());
                        let ends = [("id", id.as_str()), ("source", from.as_str()), ("target", to.as_str())];
                        w.create_element("edge").with_attributes(ends).write_inner_content(|w| {
                            data(w, "e0", &key.kind)?;
                            data(w, "e1", &edge.events.len().to_string())?;
                            data(w, "e2", &edge.tellings.to_string())?;
                            data(w, "e3", &key.day)?;
                            data(w, "e4", if key.mutual { "true" } else { "false" })?;
                            data(w, "e5", &joined(&edge.reports))?;
                            data(w, "e6", &key.kind)?;
                            data(w, "e7", &edge.events.len().to_string())
                        })?;
                    }
                    Ok(())
                })?;
            Ok(())
        })?;
    w.get_mut().write_all(b"\n")
}

impl Export for Graphml {
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
        told.reports[0].actors[1].name = "Dock \u{1}<Union> & ]]>".into();
        let text = testing::written(Format::Graphml, &[told]);
        assert!(text.contains("<data key=\"n0\">Dock &lt;Union&gt; &amp; ]]&gt;</data>"), "{text}");
        assert_eq!((text.matches("<node ").count(), text.matches("<edge ").count()), (2, 2));
    }
}
