package xlsx

import (
	"net/url"
	"path"
	"slices"
	"strings"
)

const contentTypesPart = "[Content_Types].xml"

// contentTypes says what each part is declared to be.
type contentTypes struct {
	byPart      map[string]string // folded name
	byExtension map[string]string // folded
}

func (t *contentTypes) of(part string) string {
	if s, ok := t.byPart[foldPart(part)]; ok {
		return s
	}
	return t.byExtension[foldPart(strings.TrimPrefix(path.Ext(part), "."))]
}

// declared gives the first part whose content type ends with suffix, and whether there is any.
func (t *contentTypes) declared(suffix string) (string, bool) {
	first, found := "", false
	for part, s := range t.byPart {
		if strings.HasSuffix(s, suffix) && (!found || part < first) {
			first, found = part, true
		}
	}
	return first, found
}

func (r *reader) readContentTypes() (err error) {
	r.types, err = recall(r, &r.memory.types, contentTypesPart, r.readContentTypesPart)
	return err
}

func (r *reader) readContentTypesPart() (contentTypes, error) {
	types := contentTypes{byPart: map[string]string{}, byExtension: map[string]string{}}
	if err := r.open(contentTypesPart, nsContentTypes, "Types"); err != nil {
		return types, err
	}
	l := &r.lexer
	return types, r.children(func() error {
		kind, err := r.attrText("ContentType")
		if err != nil || l.ns != nsContentTypes {
			return err
		}
		switch string(l.local) {
		case "Override":
			part, err := r.attrText("PartName")
			if err != nil {
				return err
			}
			types.byPart[foldPart(strings.TrimPrefix(part, "/"))] = kind
		case "Default":
			extension, err := r.attrText("Extension")
			if err != nil {
				return err
			}
			types.byExtension[foldPart(extension)] = kind
		}
		return nil
	})
}

// relationship leads from one part to another.
type relationship struct {
	id string
	// kind is the last word of the type, which Strict and Transitional share: "worksheet", "styles".
	kind string
	// target is a resolved part name, or if external the address as written.
	target   string
	external bool
}

type relationships []relationship

func (rs relationships) byID(id string) (relationship, bool) {
	for _, rel := range rs {
		if rel.id == id {
			return rel, true
		}
	}
	return relationship{}, false
}

// ofKind gives the target of the first internal relationship of any of the kinds.
func (rs relationships) ofKind(kinds ...string) (string, bool) {
	for _, rel := range rs {
		for _, kind := range kinds {
			if rel.kind == kind && !rel.external {
				return rel.target, true
			}
		}
	}
	return "", false
}

// readRelationships reads the relationships of a part, or of the whole package if base is empty. A part need not have any.
func (r *reader) readRelationships(base string) (relationships, error) {
	dir, file := path.Split(base)
	name := dir + "_rels/" + file + ".rels"
	if !r.zip.has(name) {
		return nil, nil
	}
	written, err := recall(r, &r.memory.relationships, name, func() (relationships, error) { return r.readRelationshipsPart(name) })
	if err != nil {
		return nil, err
	}
	// Where a target leads depends on the other parts of the file.
	out := slices.Clone(written)
	for i := range out {
		if rel := &out[i]; !rel.external {
			rel.target = r.findTarget(base, rel.target)
		}
	}
	return out, nil
}

// readRelationshipsPart reads relationships with their targets as written.
func (r *reader) readRelationshipsPart(name string) (relationships, error) {
	if err := r.open(name, nsPackageRel, "Relationships"); err != nil {
		return nil, err
	}
	var out relationships
	seen := map[string]bool{}
	l := &r.lexer
	err := r.children(func() error {
		if l.ns != nsPackageRel || string(l.local) != "Relationship" {
			return nil
		}
		var rel relationship
		var err error
		if rel.id, err = r.attrText("Id"); err != nil {
			return err
		}
		if seen[rel.id] || rel.id == "" {
			return damaged(name, damagedRelationship, "id", rel.id)
		}
		seen[rel.id] = true
		if rel.kind, err = r.attrText("Type"); err != nil {
			return err
		}
		rel.kind = rel.kind[strings.LastIndexByte(rel.kind, '/')+1:]
		if rel.target, err = r.attrText("Target"); err != nil {
			return err
		}
		mode, err := r.attrText("TargetMode")
		rel.external = mode == "External"
		out = append(out, rel)
		return err
	})
	return out, err
}

// findTarget resolves a target, an address that may be percent-encoded, to an existing part. Some programs write Windows separators.
func (r *reader) findTarget(base, target string) string {
	if target == "" {
		return "" // not the folder that it would resolve to
	}
	resolved, ok := resolvePart(base, strings.ReplaceAll(target, `\`, "/"))
	if !ok {
		return target
	}
	if !r.zip.has(resolved) {
		if plain, err := url.PathUnescape(resolved); err == nil && r.zip.has(plain) {
			return plain
		}
	}
	return resolved
}
