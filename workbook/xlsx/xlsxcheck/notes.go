package xlsxcheck

import (
	"strconv"
	"strings"
)

// notes compares a sheet's notes with the boxes that show them: Excel repairs a note without a box and a box without a note.
func (b *book) notes(part string, t *node) {
	boxes := b.boxes(part, t)
	comments := b.related(part, "comments")
	tree := b.trees[comments]
	if tree == nil {
		if len(boxes) > 0 {
			b.fault(part, "%d boxes for notes and no notes", len(boxes))
		}
		return
	}
	authors := len(tree.kid("authors").all("author"))
	seen := map[string]bool{}
	for _, c := range tree.kid("commentList").all("comment") {
		ref := c.attr("ref")
		if _, _, ok := place(ref); !ok || seen[ref] {
			b.fault(comments, "note %s stands twice or nowhere", ref)
		}
		seen[ref] = true
		if n, ok := number(c.attr("authorId")); !ok || n < 0 || n >= authors {
			b.fault(comments, "note %s: author %s is none of %d", ref, c.attr("authorId"), authors)
		}
		if n := length(c.kid("text").content()); n > maxText {
			b.fault(comments, "note %s has %d characters", ref, n)
		}
		if boxes[ref] != 1 {
			b.fault(comments, "note %s has %d boxes", ref, boxes[ref])
		}
		delete(boxes, ref)
	}
	for _, ref := range sortedKeys(boxes) {
		b.fault(part, "a box at %s has no note", ref)
	}
}

// boxes counts the boxes for notes by cell, and checks their ids.
func (b *book) boxes(part string, t *node) map[string]int {
	out := map[string]int{}
	legacy := t.kid("legacyDrawing")
	if legacy == nil {
		if b.related(part, "comments") != "" {
			b.fault(part, "notes without a drawing")
		}
		return out
	}
	name := b.rels[part][legacy.attrIn("r", "id")].target
	tree := b.trees[name]
	if tree == nil {
		return out
	}
	types, ids := map[string]bool{}, map[string]bool{}
	tree.walk(func(n *node) {
		if n.name == "shapetype" {
			types["#"+n.attr("id")] = true
		}
	})
	for _, s := range tree.all("shape") {
		id := s.attr("id")
		if id == "" || ids[id] {
			b.fault(name, "box %q stands twice or has no id", id)
		}
		ids[id] = true
		if of := s.attr("type"); of != "" && !types[of] {
			b.fault(name, "box %s is of type %s, which is none", id, of)
		}
		data := s.kid("ClientData")
		if data.attr("ObjectType") != "Note" {
			continue
		}
		row, ok1 := number(strings.TrimSpace(data.kid("Row").content()))
		col, ok2 := number(strings.TrimSpace(data.kid("Column").content()))
		if !ok1 || !ok2 || row < 0 || row >= maxRow || col < 0 || col >= maxCol {
			b.fault(name, "box %s is at no cell", id)
			continue
		}
		if anchor := data.kid("Anchor"); anchor != nil && strings.Count(anchor.content(), ",") != 7 {
			b.fault(name, "box %s is anchored to %q", id, anchor.content())
		}
		out[letters(col+1)+strconv.Itoa(row+1)]++
	}
	return out
}

func letters(col int) string {
	s := ""
	for ; col > 0; col = (col - 1) / 26 {
		s = string(rune('A'+(col-1)%26)) + s
	}
	return s
}
