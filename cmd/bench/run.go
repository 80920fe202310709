package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"duban/templates"
)

// run makes the workspaces, measures every process as often as asked for, and prints the table.
func run(o options) error {
	b, start := &bench{options: o, late: map[int]string{}}, time.Now()
	var err error
	if b.self, err = os.Executable(); err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	if b.words, err = templates.LoadCatalogue(templates.Languages()[0]); err != nil {
		return err
	}
	if b.dir == "" {
		if b.dir, err = os.MkdirTemp("", "duban-bench-"); err != nil {
			return fmt.Errorf("make a folder: %w", err)
		}
		defer os.RemoveAll(b.dir)
	} else if b.dir, err = filepath.Abs(b.dir); err != nil {
		return fmt.Errorf("find the folder: %w", err)
	}
	if b.duban == "" {
		b.duban = filepath.Join(b.dir, "duban")
		build := exec.Command("go", "build", "-o", b.duban, "./cmd/duban")
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			return fmt.Errorf("build duban: %w\n%s", err, out)
		}
	}
	if b.mergePeer == "" {
		b.python = findPython()
	}
	b.plan()
	if err := b.checkOnly(); err != nil {
		return err
	}
	b.choose()
	if err := b.makeWorkspaces(); err != nil {
		return err
	}
	got, err := b.measureAll()
	for _, dir := range b.used {
		err = errors.Join(err, os.RemoveAll(dir))
	}
	if err != nil {
		return err
	}
	b.print(os.Stdout, got)
	fmt.Printf("\nmade and measured in %v\n", time.Since(start).Round(time.Second))
	return nil
}

// checkOnly returns an error if no row's name begins with one of the words of -only; it names these words and all rows.
func (b *bench) checkOnly() error {
	var unknown, names []string
	for _, r := range b.rows {
		names = append(names, r.name)
	}
	for _, w := range b.only {
		if !slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, w) }) {
			unknown = append(unknown, strconv.Quote(w))
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	return fmt.Errorf("-only: no row begins with %s; the rows are\n  %s", strings.Join(unknown, ", "), strings.Join(names, "\n  "))
}

// choose drops the rows that were not asked for or lack a stage, and the stages that no row needs. It notes in left why a row that was asked
// for is not measured.
func (b *bench) choose() {
	known := map[string]bool{"": true}
	for _, s := range b.stages {
		known[s.name] = true
	}
	asked := func(name string) bool {
		return len(b.only) == 0 || slices.ContainsFunc(b.only, func(w string) bool { return strings.HasPrefix(name, w) })
	}
	needed := map[string]bool{}
	b.rows = slices.DeleteFunc(b.rows, func(r row) bool {
		if !asked(r.name) {
			return true
		}
		if !known[r.ours] || !known[r.peer] {
			why := fmt.Sprint("left out by -most ", b.most)
			if r.peer == mergePeer {
				why = "no Python with pandas and openpyxl is here; -merge-peer takes another script"
			}
			b.unmeasured = append(b.unmeasured, [2]string{r.name, why})
			return true
		}
		needed[r.ours], needed[r.peer] = true, true
		if r.ours == mergeAgain {
			needed[mergeAll] = true
		}
		return false
	})
	b.stages = slices.DeleteFunc(b.stages, func(s stage) bool { return !needed[s.name] })
}

// makeWorkspaces makes each workspace that a stage works on.
func (b *bench) makeWorkspaces() error {
	for _, s := range b.stages {
		if s.year {
			if err := b.makeYear(); err != nil {
				return err
			}
			continue
		}
		if s.returns == 0 || b.late[s.returns] != "" {
			continue
		}
		fmt.Fprintf(os.Stderr, "making a workspace of %d returns\n", s.returns)
		// This runs in a process of its own, since a process that is started counts the memory of the one that started it.
		dir := b.workspace(s.returns)
		if out, err := exec.Command(b.self, "-duban", b.duban, "-returns", strconv.Itoa(s.returns), "-make", dir).CombinedOutput(); err != nil {
			return fmt.Errorf("make workspace: %w\n%s", err, out)
		}
		late, err := filepath.Glob(filepath.Join(dir, lateFolder, "*.xlsx"))
		if err != nil || len(late) != 1 {
			return fmt.Errorf("make workspace: %d late returns (%v)", len(late), err)
		}
		b.late[s.returns] = late[0]
	}
	return nil
}

// makeYear makes the workspace with a year of rounds, unless it is there already.
func (b *bench) makeYear() error {
	if _, err := os.Stat(b.year()); err == nil {
		return nil
	}
	fmt.Fprintf(os.Stderr, "making a workspace of %d bureaus and %d rounds\n", yearBureaus, yearRounds)
	if out, err := exec.Command(b.self, "-duban", b.duban, "-year", "-make", b.year()).CombinedOutput(); err != nil {
		return fmt.Errorf("make workspace: %w\n%s", err, out)
	}
	return nil
}

// measureAll runs all stages in turn, as often as asked for, so that other load on the machine affects all of them alike.
func (b *bench) measureAll() (map[string]usage, error) {
	got := map[string]usage{}
	for i := range b.runs {
		for _, s := range b.stages {
			if s.slow && i > 0 {
				continue
			}
			for range max(s.often, 1) {
				u, err := s.measure()
				if err != nil {
					return nil, err
				}
				got[s.name] = got[s.name].least(u)
			}
			u := got[s.name]
			fmt.Fprintf(os.Stderr, "%-16s %8.2f s CPU %8.2f s wall %6d MB\n", s.name, u.cpu.Seconds(), u.wall.Seconds(), u.rss/1_000_000)
		}
	}
	return got, nil
}

// print prints the table: the times of our process and its peer, the figure made of them, its aim, and whether it is met.
func (b *bench) print(w io.Writer, got map[string]usage) {
	fmt.Fprintf(w, "%s, %s/%s, %d CPUs; best of %d runs of whole processes; seconds are user and system time on all processors, or elapsed time in rows with “wall”\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), b.runs)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "what\tours\tpeer\tfigure\taim\tmet")
	for _, r := range b.rows {
		ours, other := got[r.ours], got[r.peer]
		v := r.figure(ours, other)
		if ours.rss == 0 && r.unit == "MB" {
			continue // the system does not say how much memory it was
		}
		aim, met := "-", "-"
		switch {
		case r.atMost > 0:
			aim, met = "≤ "+r.write(r.atMost), verdict(v <= r.atMost)
		case r.atLeast > 0:
			aim, met = "≥ "+r.write(r.atLeast), verdict(v >= r.atLeast)
		}
		peer := "-"
		if r.peer != "" {
			peer = seconds(r.time(other))
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", r.name, seconds(r.time(ours)), peer, r.write(v), aim, met)
	}
	for _, l := range b.unmeasured {
		fmt.Fprintf(t, "%s\tnot measured: %s\n", l[0], l[1])
	}
	t.Flush()
}

// time gives the time that a row is about: elapsed time or CPU time.
func (r *row) time(u usage) time.Duration {
	if r.wall {
		return u.wall
	}
	return u.cpu
}

func verdict(met bool) string {
	if met {
		return "yes"
	}
	return "no"
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }
