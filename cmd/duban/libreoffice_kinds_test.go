//go:build libreoffice

package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"duban/report/score"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/numeral"
	"duban/workbook/sheet"
)

// TestLibreOfficeOnEveryKind checks a file of each kind in the list, in both languages, against the OOXML schema, has LibreOffice open and
// recalculate it, and prints the kinds that the demo does not write. Files that people fill in or send on are read as the same after
// LibreOffice, openpyxl and gnumeric have saved them.
func TestLibreOfficeOnEveryKind(t *testing.T) {
	o := newOffice(t)
	made := map[string]*madeKinds{}
	files, books := map[string][]byte{}, map[string][]byte{}
	for _, lang := range templates.Languages() {
		made[lang] = everyKind(t, lang)
		for _, k := range kinds {
			key := lang + " " + k.name
			files[key] = made[lang].files[k.name]
			if filepath.Ext(key) == ".xlsx" {
				books[key] = files[key]
			}
		}
	}
	back := filledKinds(t, made["zh"])
	for _, f := range back {
		books[f.kind+" filled in"] = f.byUs
	}
	saved := o.convert(t, "xlsx", "xlsx", books)
	t.Run("is as the schema has it", func(t *testing.T) {
		// The validator takes more than a second a file, and in English a kind has the same parts with other words.
		chinese := maps.Clone(files)
		maps.DeleteFunc(chinese, func(key string, _ []byte) bool { return strings.HasPrefix(key, "en ") })
		for key, faults := range schemaFaults(t, chinese) {
			for _, f := range faults {
				t.Errorf("%s: %s", key, f)
			}
		}
	})
	t.Run("computes what is stored", func(t *testing.T) {
		total := 0
		for key := range files {
			// A rating form's slip contains what the test typed, beside formulas that no program has calculated since.
			if saved[key] != nil && !strings.HasSuffix(key, " rating slip.xlsx") {
				total += o.recalculated(t, key, files[key], saved[key])
			}
		}
		if total < 2000 {
			t.Errorf("%d formulas were compared", total)
		}
	})
	t.Run("loses nothing on paper", func(t *testing.T) {
		printed := maps.Clone(files)
		maps.DeleteFunc(printed, func(key string, _ []byte) bool {
			lang, kind, _ := strings.Cut(key, " ")
			return lang == "en" && !slices.Contains(notInDemo, kind)
		})
		for name, pdf := range o.convert(t, ownEnding, "pdf", printed) {
			data := files[name]
			if strings.HasSuffix(name, " rating slip.xlsx") {
				data = saved[name] // as above
			}
			onPaper(t, name, data, pdf)
		}
	})
	for _, f := range back {
		t.Run(f.kind+" comes back as the same", func(t *testing.T) { f.comesBack(t, saved[f.kind+" filled in"]) })
	}
}

// notInDemo lists the kinds that are printed here in both languages because the demo, which is also printed in both, does not write them.
var notInDemo = []string{"rating form.xlsx", "rating slip.xlsx", "score sheet.xlsx", "draft.xlsx", "additions.xlsx", "special round's workbook.xlsx"}

// filledKind is a workbook that comes back from another program, and what was typed into its first sheet.
type filledKind struct {
	kind       string
	sent, byUs []byte // byUs is sent with the typed values, as the program itself writes it
	typed      map[string]string
	// read gives what the program reads in it, as lines.
	read func(t *testing.T, book *sheet.Book) []string
}

// filledKinds lists the kinds that people fill in, the plan, and the workbook that a county sends to the prefecture. In a return only the
// cover is filled in, with nothing to report, as gnumeric can only be told what to type into the first sheet.
func filledKinds(t *testing.T, made *madeKinds) []*filledKind {
	county, _ := openIn(t, made.county, kindsMonth)
	prefecture, _ := openIn(t, made.prefecture, kindsMonth)
	span, _ := calendar.ParsePeriod("2024")
	each := []*templates.Catalogue{county.words}
	known := func(t *testing.T, book *sheet.Book) workbook.Identity {
		id := workbook.ReadIdentity(book)
		if county.Sealing(id, span, archive.Receipt{}) != workbook.SealWhole {
			t.Error("it is not known by its seal")
		}
		return id
	}
	out := []*filledKind{
		{kind: "template.xlsx", typed: uneventful(readBookOf(t, "template", made.files["template.xlsx"]), county.words), read: func(t *testing.T, book *sheet.Book) []string {
			ret := workbook.DecodeReturn(book, "", county.Plan, county.Forms)
			if ret.Bureau == nil || ret.NothingReason == nil || ret.Identity.Sealing(county.Keys) != workbook.SealWhole {
				t.Fatal("it is no sealed return without anything to report")
			}
			return []string{ret.Bureau.Name, ret.Period.String(), fmt.Sprint(ret.Nothing), ret.NothingReason.Text, ret.FilledBy}
		}},
		{kind: "rating form.xlsx", typed: map[string]string{"F6": "95", "F7": "88.5", "F8": "0", "G6": "办事快"}, read: func(t *testing.T, book *sheet.Book) []string {
			group, number, ok := score.RatingOf(known(t, book), county.Plan)
			if !ok {
				t.Fatal("it is no rating form")
			}
			marks, ok := score.ReadRatings(book, score.RatingForm{Plan: county.Plan, Group: group, Number: number, Rater: group.Members[number-1], Span: span}, "", "", each)
			lines := []string{fmt.Sprint(ok)}
			for _, m := range marks {
				lines = append(lines, fmt.Sprint(m.Place, m.Fault, m.Rating.Mark))
			}
			return lines
		}},
		{kind: "score sheet.xlsx", typed: objected(readBookOf(t, "score sheet", made.files["score sheet.xlsx"]), county.words), read: func(t *testing.T, book *sheet.Book) []string {
			lines := []string{known(t, book).Bureau}
			for _, v := range score.ReadObjections(book, county.Plan.Directory.Bureau("发改局"), "", "", "", each) {
				lines = append(lines, v.Item, v.SelfScore.String(), v.Text, v.Evidence, v.Place.Cell())
			}
			return lines
		}},
		{kind: "plan with additions.xlsx", read: func(_ *testing.T, book *sheet.Book) []string {
			var lines []string
			for key, rows := range told(workbook.DecodePlan(book, "plan", county.PlanForms()).Tables) {
				for i, row := range rows {
					lines = append(lines, fmt.Sprint(key, i, row))
				}
			}
			slices.Sort(lines)
			return lines
		}},
		{kind: "sample return.xlsx", read: func(t *testing.T, book *sheet.Book) []string {
			lines := tablesIn(county, book)
			for _, sheet := range []string{"惠企政策", "问题清单"} {
				if !slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, sheet) }) {
					t.Errorf("nothing is read of the sheet %s", sheet)
				}
			}
			return lines
		}},
		{kind: "consolidated workbook.xlsx", read: func(_ *testing.T, book *sheet.Book) []string { return tablesIn(prefecture, book) }},
	}
	for _, f := range out {
		f.sent = made.files[f.kind]
		f.byUs = typedInto(t, f.sent, f.typed)
	}
	return out
}

// tablesIn gives what is read of a return's tables in a workspace, as lines, without the self-check, which some programs recalculate and
// others do not.
func tablesIn(s *session, book *sheet.Book) []string {
	v := s.recognise(book, "return.xlsx")
	lines := []string{v.Kind, v.Bureau, v.Period}
	for _, table := range v.order {
		for _, row := range tableJSON(table) {
			if table.Form.Has(workbook.ColCheck) {
				delete(row, table.Form.Column(workbook.ColCheck).Heading)
			}
			lines = append(lines, fmt.Sprint(table.Sheet, row))
		}
	}
	return lines
}

// comesBack has openpyxl and gnumeric fill the workbook in, and reads it from them and as LibreOffice saved it.
func (f *filledKind) comesBack(t *testing.T, fromLibreOffice []byte) {
	var script strings.Builder
	var sets []string
	for ref, text := range f.typed {
		sets = append(sets, ref+"="+text)
		if _, _, ok := numeral.Parse(text, ""); !ok {
			text = strconv.Quote(text)
		}
		fmt.Fprintf(&script, "wb.worksheets[0][%q] = %s\n", ref, text)
	}
	want := f.read(t, readBookOf(t, f.kind, f.byUs))
	if len(want) < 4 {
		t.Errorf("little is read: %q", want)
	}
	back := map[string][]byte{"LibreOffice": fromLibreOffice, "gnumeric": throughGnumeric(t, f.sent, sets...)}
	if f.kind != "consolidated workbook.xlsx" { // it does not keep the values of formulas, of which a county's ledger consists
		back["openpyxl"] = throughOpenpyxl(t, f.sent, script.String())
	}
	for program, data := range back {
		wanted := slices.Clone(want)
		for i := range wanted {
			if program == "openpyxl" { // it reads an escaped "_x0041_" as the character A
				wanted[i] = strings.ReplaceAll(wanted[i], "_x0041_", "A")
			}
		}
		if diff := cmp.Diff(wanted, f.read(t, readBookOf(t, f.kind, data))); diff != "" {
			t.Errorf("from %s it is read otherwise (-sent +back):\n%s", program, diff)
		}
	}
}

// uneventful gives, by cell, what a clerk whose bureau has nothing to report types on the cover.
func uneventful(book *sheet.Book, words *templates.Catalogue) map[string]string {
	out := map[string]string{}
	for _, row := range book.Sheets[0].Rows {
		for _, c := range row.Cells {
			for key, text := range map[string]string{"nothing": words.ChoiceLabel("yes", "yes"), "nothing-reason": "本月没有新增", "filled-by": "王芳"} {
				if c.Value.Text == words.T("cover."+key) {
					out[sheet.At(row.N, c.Col+1).String()] = text
				}
			}
		}
	}
	return out
}
