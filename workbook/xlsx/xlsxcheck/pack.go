package xlsxcheck

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"strings"
)

const typesPart = "[Content_Types].xml"

// unpack reads the entries; false if there is nothing to check further.
func (b *book) unpack(data []byte) bool {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		b.fault("file", "%v", err)
		return false
	}
	folded := map[string]bool{}
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		if low := strings.ToLower(f.Name); folded[low] {
			b.fault(f.Name, "stands twice")
		} else {
			folded[low] = true
		}
		if strings.Contains(f.Name, `\`) || strings.Contains(f.Name, "..") || strings.HasPrefix(f.Name, "/") {
			b.fault(f.Name, "is no name of a part")
		}
		r, err := f.Open()
		if err != nil {
			b.fault(f.Name, "%v", err)
			continue
		}
		if b.parts[f.Name], err = io.ReadAll(r); err != nil {
			b.fault(f.Name, "%v", err)
		}
		if err := r.Close(); err != nil {
			b.fault(f.Name, "%v", err)
		}
	}
	if b.parts[typesPart] == nil {
		b.fault("file", "no %s", typesPart)
		return false
	}
	return true
}

// contentTypes checks that every part has a declared type, and every declaration a part.
func (b *book) contentTypes() {
	byExt := map[string]string{}
	byName := map[string]string{}
	t := b.trees[typesPart]
	if t == nil {
		return
	}
	for _, k := range t.kids {
		switch k.name {
		case "Default":
			ext := strings.ToLower(k.attr("Extension"))
			if byExt[ext] != "" {
				b.fault(typesPart, "extension %s stands twice", ext)
			}
			byExt[ext] = k.attr("ContentType")
		case "Override":
			name := strings.TrimPrefix(k.attr("PartName"), "/")
			if byName[strings.ToLower(name)] != "" {
				b.fault(typesPart, "part %s stands twice", name)
			}
			byName[strings.ToLower(name)] = k.attr("ContentType")
			if b.find(name) == "" {
				b.fault(typesPart, "declares %s, which is not there", name)
			}
		}
	}
	for _, name := range b.names() {
		if name == typesPart {
			continue
		}
		kind := byName[strings.ToLower(name)]
		if kind == "" {
			kind = byExt[strings.TrimPrefix(strings.ToLower(path.Ext(name)), ".")]
		}
		if kind == "" {
			b.fault(name, "has no content type")
		}
		b.kinds[name] = kind
	}
}

// find gives a part by its name in any case; empty if there is none.
func (b *book) find(name string) string {
	if b.parts[name] != nil {
		return name
	}
	for have := range b.parts {
		if strings.EqualFold(have, name) {
			return have
		}
	}
	return ""
}

// relationships resolves the relationships of every part.
func (b *book) relationships() {
	for _, name := range b.names() {
		if !strings.HasSuffix(name, ".rels") || b.trees[name] == nil {
			continue
		}
		dir, file := path.Split(strings.TrimSuffix(name, ".rels"))
		base := strings.TrimSuffix(dir, "_rels/")
		from := base + file
		if file != "" && b.find(from) == "" {
			b.fault(name, "belongs to %s, which is not there", from)
		}
		rels := map[string]relation{}
		for _, k := range b.trees[name].kids {
			id := k.attr("Id")
			if _, twice := rels[id]; twice || id == "" {
				b.fault(name, "id %q stands twice or is empty", id)
			}
			kind := k.attr("Type")
			r := relation{kind: kind[strings.LastIndexByte(kind, '/')+1:], target: k.attr("Target"), external: k.attr("TargetMode") == "External"}
			if !r.external {
				target := r.target
				if rest, ok := strings.CutPrefix(target, "/"); ok {
					target = rest
				} else {
					target = path.Join(base, target)
				}
				if r.target = b.find(target); r.target == "" {
					b.fault(name, "leads to %s, which is not there", target)
				}
			}
			rels[id] = r
		}
		b.rels[from] = rels
	}
	if b.main = b.related("", "officeDocument"); b.main == "" {
		b.fault("_rels/.rels", "leads to no workbook")
	}
}

// references checks that every r:id of a part has a relationship, of the kind that the element needs.
func (b *book) references(name string, t *node) {
	wanted := map[string]string{"sheet": "worksheet", "legacyDrawing": "vmlDrawing", "drawing": "drawing", "hyperlink": "hyperlink",
		"tablePart": "table", "chart": "chart", "externalReference": "externalLink", "picture": "image"}
	t.walk(func(n *node) {
		for _, a := range []string{"id", "embed", "link", "pict"} {
			id := n.attrIn("r", a)
			if id == "" {
				continue
			}
			r, ok := b.rels[name][id]
			switch want := wanted[n.name]; {
			case !ok:
				b.fault(name, "%s leads to %s, which is no relationship", n.name, id)
			case want != "" && r.kind != want && !(n.name == "sheet" && (r.kind == "chartsheet" || r.kind == "dialogsheet")):
				b.fault(name, "%s leads to a %s", n.name, r.kind)
			}
		}
	})
}
