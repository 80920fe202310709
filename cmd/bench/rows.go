package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"duban/templates"
)

// row is a line of the table: a figure computed from one or two stages, and its aim.
type row struct {
	name string
	// ours names the stage of our process, peer the stage that it is compared with; peer is empty if there is none.
	ours, peer string
	// figure computes the figure.
	figure func(ours, peer usage) float64
	// unit follows the figure in print; digits is the number of its decimals.
	unit   string
	digits int
	// atMost and atLeast are the aim; 0 if there is no bound on that side.
	atMost, atLeast float64
	// wall says that the row is about the time that a person waits, on as many processors as there are, and not about CPU time.
	wall bool
}

// The figures of rows.
func share(ours, peer usage) float64      { return ours.cpu.Seconds() / peer.cpu.Seconds() }
func faster(ours, peer usage) float64     { return peer.cpu.Seconds() / ours.cpu.Seconds() }
func sooner(ours, peer usage) float64     { return peer.wall.Seconds() / ours.wall.Seconds() }
func wallMs(ours, _ usage) float64        { return ours.wall.Seconds() * 1000 }
func megabytes(ours, _ usage) float64     { return float64(ours.rss) / 1e6 }
func cpuSeconds(ours, _ usage) float64    { return ours.cpu.Seconds() }
func perReturn(n int, ours usage) float64 { return ours.cpu.Seconds() / float64(n) }

// linear makes the figure that compares the cost of each return among many with that among few; 1 if cost grows in proportion to their number.
func linear(many, few int) func(ours, peer usage) float64 {
	return func(ours, peer usage) float64 { return perReturn(many, ours) / perReturn(few, peer) }
}

func (r *row) write(v float64) string { return fmt.Sprintf("%.*f %s", r.digits, v, r.unit) }

// stage is a process that is measured; stages run in the order of the list.
type stage struct {
	name string
	process
	// returns is the number of returns in its workspace, 0 if it needs no such workspace.
	returns int
	// year says that it needs the workspace with a year of rounds.
	year bool
	// slow stages are measured once, whatever -runs says.
	slow bool
	// often is the number of measurements in each run, for a process that ends at once; 0 means one.
	often int
}

// bench is a run of the benchmark: its workspaces, its stages and its rows.
type bench struct {
	options
	self   string
	words  *templates.Catalogue
	late   map[int]string // the return that comes after a merge, by the workspace's number of returns
	stages []stage
	rows   []row
	// unmeasured lists the rows that are not measured: name and reason.
	unmeasured [][2]string
	// used lists folders of used workspaces, to be deleted in the end.
	used []string
	// python runs the script that merge is compared with; empty if there is none.
	python string
}

// workspace gives the folder of the workspace with n returns, which is kept as it was made.
func (b *bench) workspace(n int) string { return filepath.Join(b.dir, fmt.Sprint("made-", n)) }

// working gives the folder of its copy, which processes change.
func (b *bench) working(n int) string { return filepath.Join(b.dir, fmt.Sprint("working-", n)) }

// year gives the folder of the workspace with a year of rounds.
func (b *bench) year() string { return filepath.Join(b.dir, "made-year") }

func (b *bench) inbox(n int) string {
	return filepath.Join(b.workspace(n), b.words.T("folder.inbox"), period)
}

func (b *bench) verb(dir string, args ...string) []string {
	return append([]string{b.duban, "-C", dir}, args...)
}

func (b *bench) task(name, dir string) []string { return []string{b.self, "-task", name, dir} }

// The names of stages that the code refers to.
const (
	mergeAll   = "merge"
	mergeAgain = "merge again"
	mergePeer  = "merge peer"
)

// mostMemory is the most memory in MB for a run over two thousand files, since an office PC has other programs open besides duban. mostGrowth
// is the most that a file may cost among many, compared with among few; it leaves room for other load on the machine.
const (
	mostMemory = 200
	mostGrowth = 1.25
)

// plan lists all stages and rows.
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
		{name: "duban --help, wall", ours: "help", figure: wallMs, unit: "ms", atMost: 30, wall: true},
		{name: "reading, as a multiple of inflating", ours: "read", peer: "inflate", figure: share, unit: "×", digits: 1, atMost: 2.5},
		{name: "reading, faster than excelize's rows", ours: "read", peer: "excelize rows", figure: faster, unit: "×", digits: 1, atLeast: 10},
		{name: "validate, as a multiple of inflating", ours: "validate", peer: "inflate", figure: share, unit: "×", digits: 1, atMost: 4},
		{name: "merge, faster than the script, CPU", ours: mergeAll, peer: mergePeer, figure: faster, unit: "×", digits: 1, atLeast: 40},
		{name: "merge, faster than the script, wall", ours: mergeAll, peer: mergePeer, figure: sooner, unit: "×", digits: 1, atLeast: 40, wall: true},
		{name: "merge after one more return, as a multiple of the first", ours: mergeAgain, peer: mergeAll, figure: share, unit: "×", digits: 2, atMost: 0.5},
		{name: "issue, faster than excelize's API, CPU", ours: "issue", peer: "excelize issue", figure: faster, unit: "×", digits: 1, atLeast: 5},
		{name: "issue, faster than excelize's API, wall", ours: "issue", peer: "excelize issue", figure: sooner, unit: "×", digits: 1, atLeast: 5, wall: true},
	}
	b.planSizes()
	b.planYear()
}

// sizes lists the numbers of returns by which rows show how cost and memory grow.
func sizes() []int { return []int{100, 1000, 2000, 10_000} }

// planSizes lists the stages and rows that show how cost and memory grow with the number of files. The cost per file includes the fixed
// cost of a run, which makes it higher among few files; from a thousand files on that hides no cost that grows faster than their number.
func (b *bench) planSizes() {
	for _, v := range []struct {
		name, row string
		process   func(n int) process
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
			ours := v.name
			if n != b.returns {
				ours = fmt.Sprint(v.name, " ", n)
				if n <= b.most {
					b.stages = append(b.stages, stage{name: ours, returns: n, slow: n > b.returns, process: v.process(n)})
				}
			}
			memory := row{name: "memory, " + fmt.Sprintf(v.row, n), ours: ours, figure: megabytes, unit: "MB"}
			if n == 2000 {
				memory.atMost = mostMemory
			}
			b.rows = append(b.rows, memory)
			if n > b.returns {
				b.rows = append(b.rows, row{name: fmt.Sprintf("cost per file, %s, as a multiple of that among %d", fmt.Sprintf(v.row, n), b.returns), ours: ours, peer: v.name,
					figure: linear(n, b.returns), unit: "×", digits: 2, atMost: mostGrowth})
			}
		}
	}
}

// freshCopy gives the preparation that makes a new copy of the workspace with n returns.
func (b *bench) freshCopy(n int) func() error {
	return func() error {
		if err := b.putAway(b.working(n)); err != nil {
			return err
		}
		return copyWorkspace(b.workspace(n), b.working(n))
	}
}

// putAway moves a used workspace out of the way, if it exists. It is deleted only after all measurements, since on some file systems making
// files takes several times as long for a minute after thousands were deleted.
func (b *bench) putAway(dir string) error {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	away, err := os.MkdirTemp(b.dir, "away-")
	if err != nil {
		return fmt.Errorf("put a workspace away: %w", err)
	}
	b.used = append(b.used, away)
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

// onlyPlan gives the preparation that makes a new workspace with the plan alone, in which nothing was issued.
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
