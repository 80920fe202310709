package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/draft"
	"duban/workbook/sheet"
)

// check accepts the draft of any of the documents except for what is open: every finding has the lowest severity and is about an undecided
// cell, or about a row with one.
func TestDraftsAreAcceptedButForWhatIsOpen(t *testing.T) {
	words, err := templates.LoadCatalogue("zh")
	if err != nil {
		t.Fatal(err)
	}
	forms, returns := templates.PlanForms(words), templates.ReturnForms(words)
	open := words.T("word.open")
	for name, doc := range draftDocuments(t) {
		d := draft.Read(doc.Document, calendar.DefaultDeadlineRules(doc.date))
		book := templates.DraftBook(templates.DraftInput{Draft: d, File: name, SHA256: "0123456789abcdef"}, words)
		plan := workbook.DecodePlan(book, name, forms)
		for _, f := range validate.New().CheckPlan(plan, forms, returns) {
			if f.Code == "bureaus-missing" && len(d.Bureaus) == 0 {
				continue // all leads are open in a document that names nobody
			}
			if f.Code == "bureau-collective" {
				continue // the members are open, which check reports with a higher severity
			}
			said := false
			if s := book.Sheet(f.Place.Sheet); s != nil && s.Row(f.Place.Ref.Row) != nil {
				for _, c := range s.Row(f.Place.Ref.Row).Cells {
					said = said || c.Value.Text == open
				}
			}
			if f.Severity != workbook.Info || !said {
				t.Errorf("%s: %s %s at %s", name, f.Severity, f.Code, f.Place)
			}
		}
		for _, x := range d.Tasks {
			row := plan.Tables[workbook.FormTasks].Find(x.ID)
			if x.Get(workbook.ColMeasure).Text == workbook.Grouping {
				continue
			}
			// What the text does not say is written as undecided.
			for col, silent := range map[string]bool{workbook.ColLeads: len(x.Leads) == 0, workbook.ColDue: x.Get(workbook.ColDue).Date == 0} {
				if got := row.Get(col).State == workbook.Open; got != silent {
					t.Errorf("%s: %s %s: silent %v, cell %q", name, x.ID, col, silent, row.Get(col).Text)
				}
			}
		}
	}
}

// datedDocument is a document with its day.
type datedDocument struct {
	draft.Document
	date calendar.Date
}

// draftDocuments are the documents that drafts are measured on.
func draftDocuments(t *testing.T) map[string]datedDocument {
	t.Helper()
	paths, err := filepath.Glob("../../workbook/draft/testdata/*")
	if err != nil || len(paths) < 40 {
		t.Fatalf("%d documents, %v", len(paths), err)
	}
	out := map[string]datedDocument{}
	for _, path := range paths {
		name := filepath.Base(path)
		if strings.Contains(name, ".gold.") {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		day := calendar.NewDate(2024, 9, 1)
		if gold, err := os.ReadFile(strings.TrimSuffix(path, filepath.Ext(path)) + ".gold.txt"); err == nil {
			_, rest, _ := strings.Cut(string(gold), "| 文件日期 | ")
			if day, _ = calendar.ParseISO(rest[:len("2024-09-01")]); day == 0 {
				t.Fatalf("%s has no day", name)
			}
		}
		if !strings.HasPrefix(string(data), "# 重点任务表\n|") {
			out[name] = datedDocument{draft.ParseText(string(data)), day}
			continue
		}
		sheets, err := sheet.ParsePipe(string(data))
		if err != nil {
			t.Fatal(err)
		}
		out[name] = datedDocument{draft.Document{Blocks: []draft.Block{{Table: sheets[0]}}}, day}
	}
	return out
}
