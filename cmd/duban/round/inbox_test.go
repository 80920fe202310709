package round

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"duban/seeds"
	"duban/seeds/sample"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// office is a workspace with the built-in plan and returns for one period.
type office struct {
	t      *testing.T
	space  *Workspace
	period calendar.Period
	day    calendar.Date
}

func newOffice(t *testing.T) *office {
	t.Helper()
	words, err := templates.LoadCatalogue("zh")
	if err != nil {
		t.Fatal(err)
	}
	period, ok := calendar.ParsePeriod("2024-09")
	if !ok {
		t.Fatal("2024-09 is no period")
	}
	o := &office{t, &Workspace{Dir: t.TempDir(), Lang: "zh", Words: words}, period, calendar.NewDate(2024, 9, 25)}
	book, err := seeds.Plan("rushan")
	if err != nil {
		t.Fatal(err)
	}
	plan := workbook.DecodePlan(book, "rushan", templates.PlanForms(words))
	data, err := xlsx.Write(templates.PlanBook(plan.Tables, words))
	if err != nil {
		t.Fatal(err)
	}
	o.write(o.space.Plan(), data)
	return o
}

func (o *office) write(path string, data []byte) {
	o.t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		o.t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		o.t.Fatal(err)
	}
}

// send puts a file into the inbox of the period.
func (o *office) send(name string, data []byte) {
	o.t.Helper()
	o.write(o.inbox(name), data)
}

func (o *office) inbox(name string) string { return o.space.Folder("inbox", o.period.String(), name) }

// held gives a session that holds the archive. It calls begin before it reads the plan.
func (o *office) held(begin func(s *Session)) *Session {
	o.t.Helper()
	s := New(o.space, Options{Now: o.day.Time, Pause: func(time.Duration) {}, Catalogue: templates.LoadCatalogue, Version: "test",
		Build: func() string { return "test" }, Program: func() string { return "test" }})
	if err := s.Hold(time.Second, func() {}); err != nil {
		o.t.Fatal(err)
	}
	begin(s)
	if err := s.Read(); err != nil {
		o.t.Fatal(err)
	}
	o.t.Cleanup(s.Close)
	return s
}

// returned gives filled-in returns of the first n bureaus, each with more further cells.
func (o *office) returned(s *Session, n, more int) [][]byte {
	o.t.Helper()
	samples, err := seeds.Samples("rushan")
	if err != nil {
		o.t.Fatal(err)
	}
	rounds, err := s.Rounds(o.period)
	if err != nil {
		o.t.Fatal(err)
	}
	r := rounds[len(rounds)-1]
	f := &sample.Filler{Plan: s.Plan, Forms: s.Forms, Data: sample.NewData(samples), Period: o.period, Before: r.Before, Words: o.space.Words,
		Layouter: templates.NewLayouter(s.Forms, s.Rules, o.space.Words)}
	var out [][]byte
	for _, b := range r.Asked[:n] {
		book, err := f.Return(b, nil, nil)
		if err != nil {
			o.t.Fatal(err)
		}
		for at := range more {
			book.Sheets[1].Put(sheet.At(1000+at/1000, 1+at%1000), sheet.Cell{Value: sheet.Int(at)})
		}
		data, err := xlsx.Write(book)
		if err != nil {
			o.t.Fatal(err)
		}
		out = append(out, data)
	}
	return out
}

// deaf is a listener that does nothing.
type deaf struct{}

func (deaf) Restored(archive.Receipt) {}
func (deaf) Left(string, error)       {}
func (deaf) Took(Took)                {}
func (deaf) Alone(*Round, *Intake)    {}
func (deaf) Remember() func()         { return func() {} }

// file files the inbox.
func (o *office) file(s *Session) {
	o.t.Helper()
	if _, err := s.File(Arrival{Day: o.day, Open: func() (calendar.Period, error) { return o.period, nil }}, deaf{}); err != nil {
		o.t.Fatal(err)
	}
}

// While the plan is being read, only new files of the inbox are read. A file that changes before its turn comes is filed as it is then.
func TestReadEarly(t *testing.T) {
	o := newOffice(t)
	s := o.held(func(*Session) {})
	files := o.returned(s, 3, 0)
	o.send("filed.xlsx", files[0])
	o.file(s)
	s.Close()
	o.send("whole.xlsx", files[1])
	o.send("touched.xlsx", []byte("on its way"))
	large := o.inbox("扫描件.pdf")
	o.send("扫描件.pdf", nil)
	if err := os.Truncate(large, readEarlyBytes+1); err != nil {
		t.Fatal(err)
	}
	s = o.held(func(s *Session) {
		s.ReadEarly(2)
		s.early.done.Wait()
		o.send("touched.xlsx", files[2])
		if err := os.Remove(large); err != nil {
			t.Error(err)
		}
	})
	read := map[string]bool{}
	s.early.files.Range(func(rel, _ any) bool { read[rel.(string)] = true; return true })
	if len(read) != 2 || !read["2024-09/whole.xlsx"] || !read["2024-09/touched.xlsx"] {
		t.Fatalf("read early: %v", read)
	}
	scanned, _, err := s.options.Disk.Scan(o.space.Folder("inbox"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, in := range scanned {
		if in.Rel != "2024-09/touched.xlsx" {
			continue
		}
		if _, ok := s.early.take(in); ok {
			t.Error("a file that was touched since counts as read")
		}
	}
	o.file(s)
	for i, data := range files {
		if rec, ok := s.Archive.Find(archive.KindReturn, archive.Hash(data)); !ok || !Counts(rec.Verdict) {
			t.Errorf("file %d: receipt %+v, %v", i, rec, ok)
		}
	}
}

// A small file can have so many cells that a few such files fill the memory: its cells are not held while it waits to be judged.
func TestBulkyWorkbooksAreNotHeld(t *testing.T) {
	o := newOffice(t)
	s := o.held(func(*Session) {})
	o.send("bulky.xlsx", o.returned(s, 1, HeldCells)[0])
	o.send("slim.xlsx", o.returned(s, 2, 0)[1])
	s.Close()
	s = o.held(func(s *Session) { s.ReadEarly(1) })
	s.early.done.Wait()
	files, _, err := s.options.Disk.Scan(o.space.Folder("inbox"), s.EvidenceFolders())
	if err != nil {
		t.Fatal(err)
	}
	for _, in := range files {
		if v, ok := s.early.files.Load(in.Rel); ok && bulky(v.(*arrived).book) {
			t.Errorf("%s is held as it was read early", in.Rel)
		}
	}
	f := &Filing{Session: s}
	held := map[string]bool{}
	for _, got := range f.bring(files, nil, func(string, string) bool { return false }, nil).wait() {
		name := filepath.Base(got.Rel)
		if held[name] = got.book != nil; got.bulky != (name == "bulky.xlsx") || !got.toJudge() {
			t.Errorf("%s: bulky %v, to be judged %v", name, got.bulky, got.toJudge())
		}
	}
	if held["bulky.xlsx"] || !held["slim.xlsx"] {
		t.Errorf("held when its turn comes: %v", held)
	}
}
