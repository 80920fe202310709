package xlsx

import (
	"strings"

	"duban/workbook/sheet"
)

// sheetPart is a sheet as the workbook lists it; part holds its rows and is empty if it has none.
type sheetPart struct {
	sheet     *sheet.Sheet
	rel, part string
}

// workbookList is what the workbook part says.
type workbookList struct {
	sheets []sheetPart
	// scopes are the indices of the sheets that the book's names belong to; -1 is the whole book.
	scopes    []int
	externals bool
}

func (r *reader) readWorkbook(part string) ([]sheetPart, error) {
	rels, err := r.readRelationships(part)
	if err != nil {
		return nil, err
	}
	list, err := r.readWorkbookPart(part)
	if err != nil {
		return nil, err
	}
	if len(list.sheets) == 0 {
		return nil, damaged(part, damagedSheets)
	}
	for i, scope := range list.scopes {
		if scope >= len(list.sheets) {
			return nil, damaged(part, damagedNameScope, "name", r.book.Names[i].Name)
		}
		if scope >= 0 {
			r.book.Names[i].Sheet = list.sheets[scope].sheet.Name
		}
	}
	if target, ok := rels.ofKind("externalLink"); ok {
		r.odd(OddExternalLinks, target)
	} else if target, ok := rels.ofKind("connections"); ok {
		r.odd(OddExternalLinks, target)
	} else if list.externals {
		r.odd(OddExternalLinks, part)
	}
	if err := r.readStyles(rels); err != nil {
		return nil, err
	}
	if err := r.readStrings(rels); err != nil {
		return nil, err
	}
	return list.sheets, r.findSheets(part, rels, list.sheets)
}

func (r *reader) readWorkbookPart(part string) (workbookList, error) {
	var list workbookList
	if err := r.openKnown(part, nsMain, "workbook"); err != nil {
		return list, err
	}
	l := &r.lexer
	views := 0
	err := r.children(func() (err error) {
		if l.ns != nsMain {
			return nil
		}
		switch string(l.local) {
		case "workbookPr":
			if r.date1904, err = r.flag("date1904", false); r.date1904 {
				r.odd(OddDate1904, part)
			}
			return err
		case "bookViews":
			return r.children(func() (err error) {
				if views++; views == 1 && l.is("workbookView") {
					r.book.Active, err = r.number("activeTab", 0)
				}
				return err
			})
		case "sheets":
			return r.children(func() error {
				if !l.is("sheet") {
					return damaged(part, damagedElement, "element", string(l.local))
				}
				return r.listSheet(&list)
			})
		case "definedNames":
			return r.children(func() error {
				if !l.is("definedName") {
					return nil
				}
				return r.readName(&list)
			})
		case "externalReferences":
			list.externals = true
		}
		return nil
	})
	if err == nil && r.book.Active >= len(list.sheets) {
		r.book.Active = 0
	}
	return list, err
}

func (r *reader) listSheet(list *workbookList) error {
	if len(list.sheets) >= r.limits.sheets {
		return tooLarge(r.lexer.part, "sheets", int64(r.limits.sheets))
	}
	name, err := r.attrText("name")
	if err != nil {
		return err
	}
	if name == "" {
		return damaged(r.lexer.part, damagedSheetName)
	}
	for _, other := range list.sheets {
		if strings.EqualFold(other.sheet.Name, name) {
			return damaged(r.lexer.part, damagedSheetName, "sheet", name)
		}
	}
	s := &sheet.Sheet{Name: name}
	state, _ := r.lexer.attr("state")
	switch string(state) {
	case "", "visible":
	case "hidden":
		s.Visibility = sheet.Hidden
	case "veryHidden":
		s.Visibility = sheet.VeryHidden
	default:
		return damaged(r.lexer.part, damagedAttribute, "name", "state", "value", string(state))
	}
	raw, _ := r.lexer.attrIn(nsOfficeRel, "id")
	rel, err := r.text(raw)
	if err != nil {
		return err
	}
	list.sheets = append(list.sheets, sheetPart{sheet: s, rel: rel})
	r.book.Sheets = append(r.book.Sheets, s)
	return nil
}

func (r *reader) readName(list *workbookList) error {
	name, err := r.attrText("name")
	if err != nil {
		return err
	}
	scope := -1
	if _, local := r.lexer.attr("localSheetId"); local {
		if scope, err = r.number("localSheetId", 0); err != nil {
			return err
		}
	}
	var ok bool
	if r.scratch, ok = r.lexer.content(r.scratch[:0]); !ok {
		return r.fault()
	}
	r.book.Names = append(r.book.Names, sheet.Name{Name: name, Refers: string(unescape(r.scratch))})
	list.scopes = append(list.scopes, scope)
	return nil
}

// findSheets finds the parts that hold the rows of the sheets.
func (r *reader) findSheets(part string, rels relationships, sheets []sheetPart) error {
	taken := make(map[string]bool, len(sheets))
	for i := range sheets {
		s := &sheets[i]
		rel, ok := rels.byID(s.rel)
		if !ok || rel.external || rel.target == "" {
			return damaged(part, damagedRelationship, "sheet", s.sheet.Name)
		}
		folded := foldPart(rel.target)
		if taken[folded] {
			return damaged(rel.target, damagedRelationship, "sheet", s.sheet.Name)
		}
		taken[folded] = true
		switch rel.kind {
		case "worksheet":
			s.part = rel.target
		case "chartsheet":
			if !r.zip.has(rel.target) {
				return damaged(rel.target, damagedMissing, "sheet", s.sheet.Name)
			}
			r.odd(OddChartSheet, rel.target)
		case "xlMacrosheet", "xlIntlMacrosheet", "dialogsheet":
			return refuse(RefusedMacro, rel.target, "kind", "sheet", "sheet", s.sheet.Name)
		default:
			return damaged(part, damagedRelationship, "sheet", s.sheet.Name)
		}
	}
	return nil
}

// readRowsOf reads a sheet's rows, if it has any: into the sheet, or row by row into each if that is set.
func (r *reader) readRowsOf(s sheetPart, each func(*sheet.Row) bool) error {
	if s.part == "" {
		return nil
	}
	return r.readSheet(s.part, s.sheet, each)
}

// readProperties reads the properties that the document states about itself.
func (r *reader) readProperties(rels relationships) error {
	if part, ok := rels.ofKind("core-properties", "coreProperties"); ok && r.zip.has(part) {
		if err := r.readCoreProperties(part); err != nil {
			return err
		}
	}
	if part, ok := rels.ofKind("custom-properties", "customProperties"); ok && r.zip.has(part) {
		return r.readCustomProperties(part)
	}
	return nil
}

func (r *reader) readCoreProperties(part string) error {
	if err := r.openKnown(part, nsCore, "coreProperties"); err != nil {
		return err
	}
	l := &r.lexer
	return r.children(func() error {
		var into *string
		var created string
		switch {
		case l.ns == nsDC && string(l.local) == "title":
			into = &r.book.Title
		case l.ns == nsDC && string(l.local) == "creator":
			into = &r.book.Creator
		case l.ns == nsDCTerms && string(l.local) == "created":
			into = &created
		default:
			return nil
		}
		var ok bool
		if r.scratch, ok = l.content(r.scratch[:0]); !ok {
			return r.fault()
		}
		*into = string(unescape(r.scratch))
		if day, ok := isoSerial([]byte(strings.TrimSpace(created))); ok {
			r.book.Created = float64(int(day.serial))
		}
		return nil
	})
}

func (r *reader) readCustomProperties(part string) error {
	if err := r.open(part, nsCustom, "Properties"); err != nil {
		return err
	}
	l := &r.lexer
	r.book.Custom = map[string]string{}
	return r.children(func() error {
		if l.ns != nsCustom || string(l.local) != "property" {
			return nil
		}
		name, err := r.attrText("name")
		if err != nil {
			return err
		}
		return r.children(func() error {
			if l.ns != nsVariant {
				return nil
			}
			switch string(l.local) {
			case "vector", "array", "cf", "blob", "oblob", "stream", "ostream", "storage", "ostorage", "vstream":
				return nil // no text
			}
			var ok bool
			if r.scratch, ok = l.content(r.scratch[:0]); !ok {
				return r.fault()
			}
			r.book.Custom[name] = string(unescape(r.scratch))
			return nil
		})
	})
}
