package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// usage is the time and memory that one process took.
type usage struct {
	cpu, wall time.Duration
	// rss is the most memory that it held at once, in bytes; 0 if the system does not say.
	rss int64
}

// process is a program to be measured as a whole.
type process struct {
	args []string
	// before prepares what the process works on. It is not measured and may be nil.
	before func() error
	// found says that exit code 1 is no failure: there were findings.
	found bool
}

// measure runs a process once.
func (p *process) measure() (usage, error) {
	if p.before != nil {
		if err := p.before(); err != nil {
			return usage{}, err
		}
	}
	cmd := exec.Command(p.args[0], p.args[1:]...)
	var said bytes.Buffer
	cmd.Stderr = &said
	start := time.Now()
	err := cmd.Run()
	u := usage{wall: time.Since(start)}
	var exit *exec.ExitError
	if errors.As(err, &exit) && p.found && exit.ExitCode() == 1 {
		err = nil
	}
	if err != nil {
		return u, fmt.Errorf("%v: %w\n%s", p.args, err, said.Bytes())
	}
	u.cpu, u.rss = cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime(), maxRSS(cmd.ProcessState)
	return u, nil
}

// least combines two runs of one process: the shorter times, since longer ones come from other load, but the greater memory.
func (u usage) least(other usage) usage {
	if u == (usage{}) {
		return other
	}
	return usage{min(u.cpu, other.cpu), min(u.wall, other.wall), max(u.rss, other.rss)}
}

// copyWorkspace copies a folder with all that is in it.
func copyWorkspace(from, to string) error {
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return fmt.Errorf("copy workspace: %w", err)
	}
	return nil
}

func copyFile(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("copy: %w", err)
	}
	if err := os.WriteFile(to, data, 0o644); err != nil {
		return fmt.Errorf("copy: %w", err)
	}
	return nil
}
