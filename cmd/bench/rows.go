package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"duban/templates"
)

// row is a line of the table: what is measured, against what, and what it has to reach.
type row struct {
	name string
	// of is the figure of ours, against the figure that it is held against; empty where ours is held against the target alone.
	of, against string
	// figure makes the number that the target is about.
	figure func(of, against usage) float64
	// unit stands behind that number; digits are those behind its point.
	unit   string
	digits int
	// atMost and atLeast are the target; 0 where there is none on that side.
	atMost, atLeast float64
	// wall says that the row is about the time that a person waits, on as many processors as there are, and not about the work.
	wall bool
}

// Figures.
func share(of, against usage) float64   { return of.cpu.Seconds() / against.cpu.Seconds() }
func faster(of, against usage) float64  { return against.cpu.Seconds() / of.cpu.Seconds() }
func sooner(of, against usage) float64  { return against.wall.Seconds() / of.wall.Seconds() }
func wallMs(of, _ usage) float64        { return of.wall.Seconds() * 1000 }
func megabytes(of, _ usage) float64     { return float64(of.rss) / 1e6 }
func cpuSeconds(of, _ usage) float64    { return of.cpu.Seconds() }
func perReturn(n int, of usage) float64 { return of.cpu.Seconds() / float64(n) }

// linear holds the cost of a return among many against that of one among fewer.
func linear(many, few int) func(of, against usage) float64 {
	return func(of, against usage) float64 { return perReturn(many, of) / perReturn(few, against) }
}

func (r *row) write(v float64) string { return fmt.Sprintf("%.*f %s", r.digits, v, r.unit) }

// stage is one process in the order in which they are measured.
type stage struct {
	name string
	process
	// returns is the size of the workspace that it works on, 0 where it works on none.
	returns int
	// year says that it works on the workspace with a year behind it.
	year bool
	// slow is measured once, whatever -runs says.
	slow bool
	// often is measured so many times in each run: what ends at once.
	often int
}

// bench is a run of the benchmark: its workspaces and what was measured.
type bench struct {
	options
	self   string
	words  *templates.Catalogue
	late   map[int]string // the return that comes after a merge, by size of the workspace
	stages []stage
	rows   []row
	// left are the names of rows that are not measured, and why.
	left [][2]string
	// away are workspaces that were worked on and are to be deleted.
	away []string
	// python runs the script that merge is held against; empty where there is none.
	python string
}

// workspace is the folder of a workspace of so many returns, as it was made.
func (b *bench) workspace(n int) string { return filepath.Join(b.dir, fmt.Sprint("made-", n)) }

// working is a copy that is worked on.
func (b *bench) working(n int) string { return filepath.Join(b.dir, fmt.Sprint("working-", n)) }

// year is the folder of the workspace with a year behind it.
func (b *bench) year() string { return filepath.Join(b.dir, "made-year") }

func (b *bench) inbox(n int) string {
	return filepath.Join(b.workspace(n), b.words.T("folder.inbox"), period)
}

func (b *bench) verb(dir string, args ...string) []string {
	return append([]string{b.duban, "-C", dir}, args...)
}

func (b *bench) task(name, dir string) []string { return []string{b.self, "-task", name, dir} }

// Stages that others build on.
const (
	mergeAll   = "merge"
	mergeAgain = "merge again"
	mergePeer  = "merge peer"
)

// mostMemory is what a run over two thousand files may take, in MB: an office PC has more open than duban. mostGrowth is by how much a
// file may cost more among many: other load beside the measurement is in it.
const (
	mostMemory = 200
	mostGrowth = 1.25
)

// plan lists what is measured.
func (b *bench) plan() {
	n := b.returns
	made, working := b.workspace(n), b.working(n)
	b.stages = []stage{
		{name: "help", process: process{args: []string{b.duban, "--help"}}, often: 20},
		{name: "inflate", returns: n, process: process{args: b.task("inflate", b.inbox(n))}},
		{name: "read", returns: n, process: process{args: b.task("read", b.inbox(n))}},
		{name: "excelize rows", returns: n, process: process{args: b.task("excelize-rows", b.inbox(n))}, slow: true},
		{name: "validate", returns: n, process: process{args: b.verb(made, "validate"), found: true}},
		{name: "issue", returns: n, process: process{args: b.verb(working, "issue", "--period", period, "--as-of", issueDay), before: b.onlyPlan(n)}},
		{name: "excelize issue", returns: n, process: process{args: b.task("excelize-issue", working), before: b.onlyPlan(n)}, slow: true},
		{name: mergeAll, returns: n, process: process{args: b.verb(working, "merge"), found: true, before: b.freshCopy(n)}},
		{name: mergeAgain, returns: n, process: process{args: b.verb(working, "merge"), found: true, before: b.oneMore}},
	}
	if script := b.script(b.inbox(n), filepath.Join(b.dir, "peer.xlsx")); script != nil {
		b.stages = append(b.stages, stage{name: mergePeer, returns: n, slow: true, process: process{args: script}})
	}
	b.rows = []row{
		{name: "duban --help, wall", of: "help", figure: wallMs, unit: "ms", atMost: 30, wall: true},
		{name: "reading, of inflating", of: "read", against: "inflate", figure: share, unit: "×", digits: 1, atMost: 2.5},
		{name: "reading, faster than excelize's rows", of: "read", against: "excelize rows", figure: faster, unit: "×", digits: 1, atLeast: 10},
		{name: "validate, of inflating", of: "validate", against: "inflate", figure: share, unit: "×", digits: 1, atMost: 4},
		{name: "merge, faster than the script, CPU", of: mergeAll, against: mergePeer, figure: faster, unit: "×", digits: 1, atLeast: 40},
		{name: "merge, faster than the script, wall", of: mergeAll, against: mergePeer, figure: sooner, unit: "×", digits: 1, atLeast: 40, wall: true},
		{name: "merge after one more return, of the first", of: mergeAgain, against: mergeAll, figure: share, unit: "×", digits: 2, atMost: 0.5},
		{name: "issue, faster than excelize's API, CPU", of: "issue", against: "excelize issue", figure: faster, unit: "×", digits: 1, atLeast: 5},
		{name: "issue, faster than excelize's API, wall", of: "issue", against: "excelize issue", figure: sooner, unit: "×", digits: 1, atLeast: 5, wall: true},
	}
	b.planSizes()
	b.planYear()
}

// sizes are how many returns show whether cost and memory grow with their number.
func sizes() []int { return []int{100, 1000, 2000, 10_000} }

// planSizes lists what shows whether cost and memory grow with the number of files. What a run costs however few there are is in
// the cost of each of the fewer, so that what grows faster than the files do shows all the same from a thousand on.
func (b *bench) planSizes() {
	for _, v := range []struct {
		name, of string
		process  func(n int) process
	}{
		{mergeAll, "merge of %d returns", func(n int) process {
			return process{args: b.verb(b.working(n), "merge"), found: true, before: b.freshCopy(n)}
		}},
		{"issue", "issue of %d templates", func(n int) process {
			return process{args: b.verb(b.working(n), "issue", "--period", period, "--as-of", issueDay), before: b.onlyPlan(n)}
		}},
		{"validate", "validate of %d returns", func(n int) process {
			return process{args: b.verb(b.workspace(n), "validate"), found: true}
		}},
	} {
		for _, n := range sizes() {
			of := v.name
			if n != b.returns {
				of = fmt.Sprint(v.name, " ", n)
				if n <= b.most {
					b.stages = append(b.stages, stage{name: of, returns: n, slow: n > b.returns, process: v.process(n)})
				}
			}
			memory := row{name: "memory, " + fmt.Sprintf(v.of, n), of: of, figure: megabytes, unit: "MB"}
			if n == 2000 {
				memory.atMost = mostMemory
			}
			b.rows = append(b.rows, memory)
			if n > b.returns {
				b.rows = append(b.rows, row{name: fmt.Sprintf("cost of each, %s, of that among %d", fmt.Sprintf(v.of, n), b.returns), of: of, against: v.name,
					figure: linear(n, b.returns), unit: "×", digits: 2, atMost: mostGrowth})
			}
		}
	}
}

// freshCopy works on a copy of a workspace of so many returns.
func (b *bench) freshCopy(n int) func() error {
	return func() error {
		if err := b.putAway(b.working(n)); err != nil {
			return err
		}
		return copyWorkspace(b.workspace(n), b.working(n))
	}
}

// putAway moves a workspace that was worked on out of the way. It is deleted once all is measured: for a minute after thousands
// of files were deleted some file systems take several times as long to make new ones.
func (b *bench) putAway(dir string) error {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	away, err := os.MkdirTemp(b.dir, "away-")
	if err != nil {
		return fmt.Errorf("put a workspace away: %w", err)
	}
	b.away = append(b.away, away)
	if err := os.Rename(dir, filepath.Join(away, filepath.Base(dir))); err != nil {
		return fmt.Errorf("put a workspace away: %w", err)
	}
	return nil
}

// oneMore puts the late return into the inbox of the workspace that was merged.
func (b *bench) oneMore() error {
	late := b.late[b.returns]
	return copyFile(late, filepath.Join(b.working(b.returns), b.words.T("folder.inbox"), period, filepath.Base(late)))
}

// onlyPlan makes a workspace anew in which nothing was issued.
func (b *bench) onlyPlan(n int) func() error {
	return func() error {
		working, name := b.working(n), b.words.T("file.plan")
		if err := b.putAway(working); err != nil {
			return err
		}
		if err := os.MkdirAll(working, 0o755); err != nil {
			return fmt.Errorf("workspace to issue in: %w", err)
		}
		return copyFile(filepath.Join(b.workspace(n), name), filepath.Join(working, name))
	}
}
