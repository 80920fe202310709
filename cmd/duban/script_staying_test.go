package main

import (
	"bytes"
	"encoding/gob"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"duban/templates"
)

var anew = flag.Bool("anew", false, "start the program anew for every line of a script, as a coordinator does")

// TestMain runs the tests, or the program if this file was started under the program's name. testscript.Main does the same, but makes each
// use of the name in a script start a process.
func TestMain(m *testing.M) {
	switch strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe") {
	case stayingName:
		stay(os.Stdin, os.Stdout)
		return
	case "duban":
		start(ownDisk())
	}
	dir, err := installed()
	if err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// installed puts the program into a folder of its own, where exec finds it.
func installed() (dir string, err error) {
	exe, err := os.Executable()
	if err != nil {
		return "", err
	}
	if dir, err = os.MkdirTemp("", "duban"); err != nil {
		return "", err
	}
	path := filepath.Join(dir, "duban")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	if err = os.Symlink(exe, path); err != nil { // on Windows few users may do this
		err = os.Link(exe, path)
	}
	return dir, errors.Join(err, os.Setenv("PATH", dir+string(filepath.ListSeparator)+os.Getenv("PATH")))
}

// staying is the program in a process of its own that runs one command after the other. The scripts have hundreds of commands, and starting
// a process for each takes longer than most of them run. Between runs only the catalogues are kept, which never change.
type staying struct {
	cmd    *exec.Cmd
	in     io.Closer
	ask    *gob.Encoder
	answer *gob.Decoder
	fell   bytes.Buffer // its output when it crashed
}

const stayingName = "duban-staying"

// commandLine is a command to run, with its folder.
type commandLine struct {
	Dir  string
	Args []string
}

type outcome struct {
	Code     int
	Out, Err string
}

func newStaying() (*staying, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p := &staying{cmd: &exec.Cmd{Path: exe, Args: []string{stayingName}}}
	p.cmd.Stderr = &p.fell
	in, err := p.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.in, p.ask, p.answer = in, gob.NewEncoder(in), gob.NewDecoder(out)
	return p, p.cmd.Start()
}

// stay answers command lines until there are no more.
func stay(in io.Reader, out io.Writer) {
	asked, answer := gob.NewDecoder(in), gob.NewEncoder(out)
	loaded := map[string]*templates.Catalogue{}
	home := os.TempDir()
	for {
		var c commandLine
		if err := asked.Decode(&c); err == io.EOF {
			return
		} else if err != nil {
			panic(err)
		}
		if err := os.Chdir(c.Dir); err != nil {
			panic(err)
		}
		var said, complained strings.Builder
		a := &app{in: strings.NewReader(""), out: &said, err: &complained, now: time.Now, disk: ownDisk(), loaded: loaded}
		o := outcome{Code: a.run(c.Args)}
		o.Out, o.Err = said.String(), complained.String()
		if err := os.Chdir(home); err != nil { // so that a script may remove its folder
			panic(err)
		}
		if err := answer.Encode(o); err != nil {
			panic(err)
		}
	}
}

// scripted runs the program for scripts; idle holds the staying processes that are not at work.
type scripted struct{ idle chan *staying }

func newScripted() *scripted { return &scripted{make(chan *staying, runtime.GOMAXPROCS(0))} }

func (s *scripted) run(c commandLine) (o outcome, err error) {
	var p *staying
	select {
	case p = <-s.idle:
	default:
		if p, err = newStaying(); err != nil {
			return o, err
		}
	}
	if err = p.ask.Encode(c); err == nil {
		err = p.answer.Decode(&o)
	}
	if err != nil {
		p.end()
		o.Err = p.fell.String()
		return o, err
	}
	select {
	case s.idle <- p:
	default:
		p.end()
	}
	return o, nil
}

func (p *staying) end() {
	p.in.Close()
	p.cmd.Wait()
}

func (s *scripted) close() {
	close(s.idle)
	for p := range s.idle {
		p.end()
	}
}

// duban ARGUMENTS…
func (s *scripted) duban(ts *testscript.TestScript, neg bool, args []string) {
	if *anew {
		if err := ts.Exec("duban", args...); (err != nil) != neg {
			ts.Fatalf("failing is %v: %v", err != nil, err)
		}
		return
	}
	o, err := s.run(commandLine{filepath.Clean(ts.MkAbs(".")), args})
	io.WriteString(ts.Stdout(), o.Out)
	io.WriteString(ts.Stderr(), o.Err)
	ts.Check(err)
	if (o.Code != exitOK) != neg {
		ts.Fatalf("exit %d", o.Code)
	}
}
