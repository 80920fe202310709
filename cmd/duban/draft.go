package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"duban/cmd/duban/round"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/docx"
	"duban/workbook/draft"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// draftFlags are the flags of draft.
type draftFlags struct {
	date, out, compare string
	apply, force       bool
}

func (a *app) draftCmd() *cobra.Command {
	var f draftFlags
	c := &cobra.Command{
		Use: a.words.T("use.draft"), Short: a.words.T("cmd.draft"), Long: a.words.T("cmd.draft-long"), Args: a.args(1, 1),
		Example: a.words.T("sample.draft"),
		RunE: func(_ *cobra.Command, args []string) error {
			if f.apply {
				return a.applyDraft(a.under(args[0]))
			}
			return a.draft(a.under(args[0]), f)
		},
	}
	c.Flags().StringVar(&f.date, "date", "", a.words.T("flag.draft-date"))
	c.Flags().StringVarP(&f.out, "out", "o", "", a.words.T("flag.draft-out"))
	c.Flags().BoolVar(&f.apply, "apply", false, a.words.T("flag.draft-apply"))
	c.Flags().StringVar(&f.compare, "compare", "", a.words.T("flag.draft-compare"))
	c.Flags().BoolVar(&f.force, "force", false, a.words.T("flag.draft-force"))
	return c
}

// draft reads a document and makes a draft of it: a plan of its own, or in a workspace whose plan has tasks the rows that it would
// add to that plan.
func (a *app) draft(path string, f draftFlags) error {
	data, err := a.readShort(path)
	if err != nil {
		return a.noDocument(path, err)
	}
	doc, err := a.readDocument(path, data)
	if err != nil {
		return err
	}
	date, err := a.documentDate(doc, f.date)
	if err != nil {
		return err
	}
	s, err := a.planAtHand(f.compare == "")
	if err != nil {
		return err
	}
	defer s.close()
	rules := calendar.DefaultDeadlineRules(date)
	if s.plan != nil {
		rules = s.plan.Settings.Deadlines
		rules.Base = date
	}
	in := templates.DraftInput{Draft: draft.Read(doc, rules), File: filepath.Base(path), SHA256: archive.Hash(data)}
	if f.compare != "" {
		return s.compareDraft(in.Draft, a.under(f.compare))
	}
	return s.writeDraft(in, path, f)
}

// noDocument explains why a document cannot be opened.
func (a *app) noDocument(path string, err error) error {
	info, statErr := os.Stat(path)
	var refusal *xlsx.Refusal
	switch {
	case errors.As(err, &refusal):
		if refusal.Code == xlsx.RefusedCsv { // a text, which is read if it is shorter
			refusal = &xlsx.Refusal{Code: xlsx.RefusedTooLarge}
		}
		return a.notRead(filepath.Base(path), refusal)
	case statErr == nil && info.IsDir():
		return a.fail(err, "draft.folder", "path", path)
	case errors.Is(err, fs.ErrNotExist):
		return a.fail(err, "draft.no-file", "path", path)
	case errors.Is(err, fs.ErrPermission):
		return a.fail(err, "draft.in-use", "path", path)
	}
	return fmt.Errorf("read document: %w", err)
}

// drafting is a session in which a draft is made.
type drafting struct {
	*session
	// plan is the workspace's plan, nil if it has no tasks or there is no workspace. forms are those of plans, in the plan's language
	// or, without a plan, in that of the run.
	plan  *workbook.Plan
	forms []*workbook.Form
}

// planAtHand gives the workspace's session, with its plan if that has any tasks; outside a workspace it gives a session of the folder
// alone. With hold it locks a workspace's archive: two drafts written at once would get the same name, and the holder also removes
// what a killed run left half-written.
func (a *app) planAtHand(hold bool) (*drafting, error) {
	switch _, err := a.findWorkspace(a.dir); {
	case errors.Is(err, round.ErrNoWorkspace):
		dir, err := filepath.Abs(a.dir)
		if err != nil {
			return nil, fmt.Errorf("find folder: %w", err)
		}
		s := a.sessionOf(&round.Workspace{Dir: dir, Lang: a.words.Lang, Words: a.words})
		return &drafting{session: s, forms: templates.PlanForms(a.words)}, nil
	case err != nil:
		return nil, err
	}
	s, err := a.open(hold)
	if err != nil {
		return nil, err
	}
	if len(s.Plan.Tasks) == 0 {
		return &drafting{session: s, forms: templates.PlanForms(a.words)}, nil
	}
	return &drafting{session: s, plan: s.Plan, forms: s.PlanForms()}, nil
}

// readDocument tells a document's kind by its content, never by its name: Word, workbook or text.
func (a *app) readDocument(path string, data []byte) (draft.Document, error) {
	name := filepath.Base(path)
	doc, err := a.readKind(name, data)
	if err != nil {
		return doc, err
	}
	for _, b := range doc.Blocks {
		if b.Table != nil && b.Table.LastRow() > 0 || b.Table == nil && strings.TrimSpace(b.Text) != "" {
			return doc, nil
		}
	}
	return doc, a.fail(nil, "draft.no-text", "name", name)
}

func (a *app) readKind(name string, data []byte) (draft.Document, error) {
	if strings.HasPrefix(string(data), "PK") {
		blocks, err := docx.Read(data)
		var refusal *docx.Refusal
		switch {
		case err == nil:
			return documentOf(blocks), nil
		case !errors.As(err, &refusal):
			return draft.Document{}, err
		case refusal.Code != docx.RefusedNone:
			return draft.Document{}, a.fail(err, "draft."+refusal.Code, "name", name)
		}
	}
	book, err := xlsx.Read(data)
	if err == nil {
		return tablesOf(book), nil
	}
	var refusal *xlsx.Refusal
	switch {
	case !errors.As(err, &refusal):
		return draft.Document{}, err
	case refusal.Code == xlsx.RefusedCsv, refusal.Code == xlsx.RefusedUnknown:
		if text, ok := decodeText(data); ok {
			return draft.ParseText(text), nil
		}
	}
	return draft.Document{}, a.notRead(name, refusal)
}

// notRead explains why a file is not read, and what to do about it.
func (a *app) notRead(name string, refusal *xlsx.Refusal) error {
	kind := refusal.Args["kind"]
	if kind == "rtf" || kind == "doc" {
		return a.fail(refusal, "draft.old-word", "name", name)
	}
	return a.fail(refusal, "draft-refused."+refusal.Code, "name", name, "kind", kind)
}

// tablesOf takes every visible sheet as a table.
func tablesOf(book *sheet.Book) draft.Document {
	var d draft.Document
	for _, s := range book.Sheets {
		if s.Visibility == sheet.Visible {
			d.Blocks = append(d.Blocks, draft.Block{Text: s.Name, Level: 1}, draft.Block{Table: s})
		}
	}
	return d
}

func documentOf(blocks []docx.Block) draft.Document {
	var d draft.Document
	for _, b := range blocks {
		d.Blocks = append(d.Blocks, draft.Block{Text: b.Text, Level: b.Level, Table: b.Table})
	}
	return d
}

// decodeText reads a text as UTF-8, as UTF-16 if it has the mark that Windows' “Unicode” has, or else as GBK, which Chinese Windows
// writes; false if it is none of them.
func decodeText(data []byte) (string, bool) {
	decoder := simplifiedchinese.GB18030.NewDecoder()
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		decoder = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()
	case bytes.IndexByte(data, 0) >= 0:
		return "", false
	case utf8.Valid(data):
		return string(data), true
	}
	text, err := decoder.Bytes(data)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) || bytes.IndexByte(text, 0) >= 0 {
		return "", false
	}
	return string(text), true
}

// documentDate gives the date asked for, or else the one under the document's title or at its signature.
func (a *app) documentDate(doc draft.Document, asked string) (calendar.Date, error) {
	if asked != "" {
		return a.parseDay("--date", asked)
	}
	if d, ok := draft.DateOf(doc); ok {
		return d, nil
	}
	return 0, a.usage("draft.no-date")
}

// writeDraft writes the draft's workbook and says what is in it.
func (s *drafting) writeDraft(in templates.DraftInput, path string, f draftFlags) error {
	out := f.out
	if out == "" {
		base := filepath.Base(path)
		out = filepath.Join(s.ws.Dir, strings.TrimSuffix(base, filepath.Ext(base))+s.words.T("draft.file-suffix")+".xlsx")
	} else {
		out = s.under(out)
	}
	if _, err := os.Stat(out); err == nil && !f.force {
		return s.fail(nil, "draft.exists", "path", s.ws.Rel(out))
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("write draft: %w", err)
	}
	book := templates.DraftBook(in, s.words)
	added := draft.Additions{}
	if s.plan != nil {
		added = draft.Against(in.Draft, s.plan)
		book = templates.AdditionBook(in, added, s.plan, s.words)
	}
	data, err := xlsx.Write(book)
	if err != nil {
		return fmt.Errorf("write draft: %w", err)
	}
	if err := s.disk.WriteFile(out, data); err != nil {
		return err
	}
	o := s.newOutput("draft", calendar.Period{})
	o.file("draft", "", out)
	s.summarize(o, in)
	if s.plan != nil {
		fresh, changed, same := added.Counts()
		o.summary["new"], o.summary["near"], o.summary["changed"], o.summary["same"] = fresh, added.Near(), changed, same
		o.summary["milestones"], o.summary["unlisted"] = added.Milestones(), added.Unlisted()
		o.line("draft.said-additions", templates.AdditionWords(added)...)
		o.line("draft.then-accept", "path", s.ws.Rel(out))
	} else {
		o.line("draft.then-use", "path", s.ws.Rel(out), "plan", s.ws.Words.T("file.plan"))
	}
	return o.print()
}

// summarize prints what is sure and what is open, what is due first and who has most to do.
func (s *drafting) summarize(o *output, in templates.DraftInput) {
	sum := templates.Summarize(in.Draft)
	o.summary["tasks"], o.summary["groups"], o.summary["bureaus"] = sum.Tasks, sum.Groups, sum.Bureaus
	o.summary["noLead"], o.summary["noDate"], o.summary["recurring"], o.summary["doubtful"] = sum.NoLead, sum.NoDate, sum.Recurring, sum.Doubtful
	o.summary["passed"] = sum.Passed
	o.line("draft.sum-tasks", "tasks", sum.Tasks, "groups", sum.Groups, "bureaus", sum.Bureaus, "milestones", sum.Milestones, "interims", sum.Interims, "indicators", sum.Indicators)
	o.line("draft.sum-sure", "leads", sum.Tasks-sum.NoLead, "dates", sum.Tasks-sum.NoDate-sum.Recurring, "recurring", sum.Recurring)
	o.line("draft.sum-open", "nolead", sum.NoLead, "nodate", sum.NoDate, "doubtful", sum.Doubtful, "passed", sum.Passed)
	if o.summary["rectifications"] = sum.Rectifications; sum.Rectifications > 0 {
		o.line("draft.sum-closing", "n", sum.Rectifications)
	}
	tasks := s.forms[2]
	var rows [][]string
	for _, t := range sum.First[:min(5, len(sum.First))] {
		lead := strings.Join(t.Leads, s.words.T("word.list"))
		if lead == "" {
			lead = s.words.T("word.open")
		}
		rows = append(rows, []string{t.Get(workbook.ColDue).Date.String(), t.Get(workbook.ColTitle).Text, lead})
	}
	if len(rows) > 0 {
		o.lines = append(o.lines, "", s.words.T("draft.first"))
		o.table([]string{tasks.Column(workbook.ColDue).Heading, tasks.Column(workbook.ColTitle).Heading, tasks.Column(workbook.ColLeads).Heading}, rows)
	}
	rows = nil
	for _, b := range sum.Busiest[:min(5, len(sum.Busiest))] {
		rows = append(rows, []string{b.Name, fmt.Sprint(b.Leads), fmt.Sprint(b.Supports)})
	}
	if len(rows) > 0 {
		o.lines = append(o.lines, "", s.words.T("draft.busiest"))
		o.table([]string{s.words.T("draft-busy.bureau"), s.words.T("draft-busy.leads"), s.words.T("draft-busy.supports")}, rows)
	}
	o.lines = append(o.lines, "")
}

// compareDraft compares the draft with a plan that people made, and prints precision and recall.
func (s *drafting) compareDraft(d *draft.Draft, path string) error {
	data, err := s.readShort(path)
	if err != nil {
		return fmt.Errorf("read plan: %w", err)
	}
	book, err := xlsx.Read(data)
	if err != nil {
		return fmt.Errorf("read plan: %w", err)
	}
	c := draft.Compare(d, workbook.DecodePlan(book, filepath.Base(path), s.forms))
	o := s.newOutput("draft", calendar.Period{})
	var rows [][]string
	for _, r := range []struct {
		key  string
		rate draft.Rate
	}{{"tasks", c.Tasks}, {"leads", c.Leads}, {"supports", c.Supports}, {"deadlines", c.Deadlines},
		{"figures", c.Figures}, {"units", c.Units}} {
		rows = append(rows, []string{s.words.T("draft-rate." + r.key), fmt.Sprint(r.rate.Right), fmt.Sprint(r.rate.Drafted), fmt.Sprint(r.rate.Wanted),
			fmt.Sprint(r.rate.Unsaid), percentOf(r.rate.Precision()), percentOf(r.rate.Recall())})
		o.summary[r.key] = map[string]any{"right": r.rate.Right, "drafted": r.rate.Drafted, "wanted": r.rate.Wanted, "unsaid": r.rate.Unsaid}
	}
	o.table([]string{s.words.T("draft-rate.what"), s.words.T("draft-rate.right"), s.words.T("draft-rate.drafted"), s.words.T("draft-rate.wanted"),
		s.words.T("draft-rate.unsaid"), s.words.T("draft-rate.precision"), s.words.T("draft-rate.recall")}, rows)
	o.summary["covered"] = c.Covered
	o.line("draft.compared", "covered", c.Covered, "wanted", c.Tasks.Wanted)
	var missed, extra []string
	for _, t := range c.Missed {
		missed = append(missed, "  "+t.ID+" "+t.Title)
	}
	for _, t := range c.Extra {
		extra = append(extra, "  "+t.ID+" "+t.Get(workbook.ColTitle).Text)
	}
	var unsaid []string
	for _, u := range c.Unsaid {
		unsaid = append(unsaid, "  "+u.Task.ID+" "+s.forms[2].Column(u.Field).Heading+s.words.T("draft.colon")+u.Value)
	}
	o.section("draft.unsaid", unsaid)
	o.section("draft.missed", missed)
	o.section("draft.extra", extra)
	return o.print()
}

func percentOf(f float64) string { return sheet.Num(float64(int(1000*f+0.5))/10).String() + "%" }
