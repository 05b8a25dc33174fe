using System.Globalization;

namespace Artic.Cli.Doctor;

/// <summary>
/// What a machine offers to a run and what would hurt it, each with how to mend it. It changes nothing. Thread: one.
/// </summary>
public sealed class Examination
{
    private const long Megabyte = 1 << 20;

    /// <summary>Streams of a run, times what each may hold in memory, times the bytes of a segment.</summary>
    private const long SharedMemoryWanted = 9L * 5 * 16 * Megabyte;

    /// <summary>A segment in use and the next one of each stream.</summary>
    private const long SharedMemoryNeeded = 9L * 2 * 16 * Megabyte;

    private const long OpenFilesWanted = 1024;
    private const long OpenFilesNeeded = 256;
    private const long SlowSyncNs = 10_000_000;
    private const int ManyCores = 6;
    private const double FarCoresNs = 150;

    private readonly MachineFiles _files;
    private readonly MachineFacts _facts;
    private readonly List<Finding> _findings = [];
    private FindingLevel _worst = FindingLevel.Ok;

    private Examination(MachineFiles files, MachineFacts facts)
    {
        _files = files;
        _facts = facts;
    }

    /// <summary>The findings of a machine.</summary>
    public static DoctorReport Of(MachineFiles files, MachineFacts facts)
    {
        Examination examination = new(files, facts);
        examination.LookAtCores();
        examination.LookAtClocks();
        examination.LookAtScheduler();
        examination.LookAtMemory();
        examination.LookAtDisk();
        return new DoctorReport
        {
            Worst = NameOf(examination._worst),
            Idle = facts.Idle.ToString().ToLowerInvariant(),
            IdleReason = facts.IdleReason,
            Findings = examination._findings,
        };
    }

    private static string NameOf(FindingLevel level) => level.ToString().ToLowerInvariant();

    private void Say(string name, FindingLevel level, string found, string mend = "")
    {
        _findings.Add(new Finding(name, NameOf(level), found, mend));
        _worst = level > _worst ? level : _worst;
    }

    private void LookAtCores()
    {
        Say(
            "binaries", _facts.MissingBinaries.Length == 0 ? FindingLevel.Ok : FindingLevel.Fail,
            _facts.MissingBinaries.Length == 0 ? "all there" : $"missing: {string.Join(", ", _facts.MissingBinaries)}",
            _facts.MissingBinaries.Length == 0 ? "" : "./artic build");
        int cores = _facts.AllowedCores.Length;
        Say(
            "cores", cores == 1 ? FindingLevel.Warn : cores < ManyCores ? FindingLevel.Note : FindingLevel.Ok,
            $"{cores} may be used; hot threads would get {string.Join(",", _facts.HotCores)}",
            cores < ManyCores ? $"{ManyCores} cores give each hot thread one of its own" : "");
        Say("idle", FindingLevel.Ok, $"'auto' takes {_facts.Idle.ToString().ToLowerInvariant()}: {_facts.IdleReason}");

        string kernel = _files.Read("/proc/sys/kernel/osrelease") ?? "";
        string[] version = kernel.Split('.', '-');
        bool old = version.Length >= 2 && int.TryParse(version[0], out int major) && int.TryParse(version[1], out int minor) &&
            (major < 5 || (major == 5 && minor < 14));
        Say(
            "kernel", old ? FindingLevel.Warn : FindingLevel.Ok,
            $"Linux {kernel}{(old ? ": cannot have memory present before it is touched, which makes the p99" : "")}",
            old ? "Linux 5.14 or later" : "");

        bool isVirtual = (_files.Read("/proc/cpuinfo") ?? "").Contains(" hypervisor", StringComparison.Ordinal);
        Say(
            "machine", isVirtual ? FindingLevel.Note : FindingLevel.Ok,
            isVirtual ? $"virtual: waking a sleeping core costs 10 µs and more, and neighbours are felt" : "not virtual",
            isVirtual ? "bare metal, or a guest with dedicated cores" : "");
        bool far = _facts.CoreToCoreNs > FarCoresNs;
        Say(
            "core to core", far ? FindingLevel.Note : FindingLevel.Ok,
            _facts.CoreToCoreNs == 0 ? $"one core only"
            : $"{_facts.CoreToCoreNs:F0} ns for a cache line{(far ? ": the cores share no cache, and no hop between them is faster than twice that" : "")}",
            far ? "choose cores of one cache (lscpu -e); a hypervisor may move a guest's cores meanwhile" : "");
        LookAtSiblings();
        LookAtIsolation();
    }

    private void LookAtSiblings()
    {
        List<int> shared = [];
        foreach (int core in _facts.HotCores)
        {
            HashSet<int> siblings = _files.Cores($"/sys/devices/system/cpu/cpu{core}/topology/thread_siblings_list");
            _ = siblings.Remove(core);
            if (siblings.Count > 0)
            {
                shared.Add(core);
            }
        }

        Say(
            "smt", shared.Count > 0 ? FindingLevel.Warn : FindingLevel.Ok,
            shared.Count > 0
                ? $"hot core {string.Join(",", shared)} shares its execution units with another thread"
                : $"no hot core has a sibling",
            shared.Count > 0 ? "echo off > /sys/devices/system/cpu/smt/control, or keep the siblings idle" : "");
    }

    private void LookAtIsolation()
    {
        HashSet<int> isolated = _files.Cores("/sys/devices/system/cpu/isolated");
        HashSet<int> tickless = _files.Cores("/sys/devices/system/cpu/nohz_full");
        string hot = string.Join(",", _facts.HotCores);
        bool all = _facts.HotCores.All(isolated.Contains);
        Say(
            "isolation", all ? FindingLevel.Ok : FindingLevel.Note,
            all ? $"hot core {hot} is kept free of other work" : $"other work may be put on hot core {hot}",
            all ? "" : $"isolcpus={hot} on the kernel's command line");
        all = _facts.HotCores.All(tickless.Contains);
        Say(
            "nohz_full", all ? FindingLevel.Ok : FindingLevel.Note,
            all ? $"no timer tick on hot core {hot}" : $"the timer tick interrupts hot core {hot}",
            all ? "" : $"nohz_full={hot} rcu_nocbs={hot} on the kernel's command line");
    }

    private void LookAtClocks()
    {
        string clock = _files.Read("/sys/devices/system/clocksource/clocksource0/current_clocksource") ?? "unknown";
        FindingLevel level = clock is "tsc" or "arch_sys_counter" ? FindingLevel.Ok
            : clock is "kvm-clock" or "hyperv_clocksource_tsc_page" ? FindingLevel.Note
            : FindingLevel.Warn;
        Say(
            "clock source", level,
            $"{clock}{(level == FindingLevel.Warn ? ": reading it may be a system call, several times a tick" : "")}",
            level == FindingLevel.Ok ? "" : "clocksource=tsc on the kernel's command line, where the processor's counter is stable");

        int core = _facts.HotCores[^1];
        string? governor = _files.Read($"/sys/devices/system/cpu/cpu{core}/cpufreq/scaling_governor");
        Say(
            "governor", governor is null ? FindingLevel.Note : governor == "performance" ? FindingLevel.Ok : FindingLevel.Warn,
            governor is null ? $"not shown: the host decides on the frequency" : $"{governor} on core {core}",
            governor is null or "performance" ? "" : "cpupower frequency-set -g performance");

        string? boost = _files.Read("/sys/devices/system/cpu/cpufreq/boost");
        string? noTurbo = _files.Read("/sys/devices/system/cpu/intel_pstate/no_turbo");
        bool? turbo = noTurbo != null ? noTurbo == "0" : boost != null ? boost == "1" : null;
        Say(
            "turbo", turbo == true ? FindingLevel.Note : FindingLevel.Ok,
            turbo switch
            {
                true => $"on: faster, and less even",
                false => $"off",
                null => $"not shown",
            },
            turbo == true ? "turn it off to compare figures; leave it on to trade" : "");

        bool migrates = _files.Read("/proc/sys/kernel/timer_migration") == "1" && _facts.AllowedCores.Length > 1;
        Say(
            "timer migration", migrates ? FindingLevel.Note : FindingLevel.Ok,
            migrates ? $"on: timers of threads that sleep on idle cores fire on the hot one, 10 µs each"
            : $"off: timers fire where they were set",
            migrates ? "sysctl -w kernel.timer_migration=0" : "");

        string? slack = _files.Read("/proc/self/timerslack_ns");
        Say("timer slack", FindingLevel.Ok, $"{slack ?? "unknown"} ns by default; hot threads set their own to 1 ns");
    }

    private void LookAtScheduler()
    {
        Say(
            "real-time right", _facts.RealTime ? FindingLevel.Ok : FindingLevel.Warn,
            _facts.RealTime ? $"threads may have real-time priorities" : $"no right to real-time priorities: 'relay' cannot be used",
            _facts.RealTime ? "" : "root, CAP_SYS_NICE, 'ulimit -r 40', or LimitRTPRIO=40 in a systemd unit");
        string runtime = _files.Read("/proc/sys/kernel/sched_rt_runtime_us") ?? "unknown";
        bool throttled = runtime != "-1" && _facts.RealTime;
        Say(
            "real-time throttle", throttled ? FindingLevel.Note : FindingLevel.Ok,
            throttled
                ? $"kernel.sched_rt_runtime_us = {runtime}: real-time threads that are busy for more than that of each second are held back; waiting threads are not"
                : $"kernel.sched_rt_runtime_us = {runtime}",
            throttled ? "sysctl -w kernel.sched_rt_runtime_us=-1 (a runaway thread then keeps its core)" : "");

        long? files = _files.Limit("Max open files");
        FindingLevel level = files is null || files >= OpenFilesWanted ? FindingLevel.Ok
            : files < OpenFilesNeeded ? FindingLevel.Fail
            : FindingLevel.Warn;
        Say(
            "open files", level, $"{Text(files)} a process, {OpenFilesWanted} are wanted",
            level == FindingLevel.Ok ? "" : $"ulimit -n {OpenFilesWanted}, or LimitNOFILE={OpenFilesWanted}");
    }

    private void LookAtMemory()
    {
        long free = _facts.SharedMemoryFreeBytes;
        FindingLevel level = free >= SharedMemoryWanted ? FindingLevel.Ok
            : free >= SharedMemoryNeeded ? FindingLevel.Warn
            : FindingLevel.Fail;
        Say(
            "/dev/shm", level,
            $"{free / Megabyte} of {_facts.SharedMemoryBytes / Megabyte} MiB free; a run wants {SharedMemoryWanted / Megabyte} and cannot do with less than {SharedMemoryNeeded / Megabyte}",
            level == FindingLevel.Ok ? "" : "mount -o remount,size=2G /dev/shm; remove /dev/shm/artic-* of runs that are over");

        string swaps = _files.Read("/proc/swaps") ?? "";
        bool swapping = swaps.Split('\n').Length > 1;
        Say(
            "swap", swapping ? FindingLevel.Warn : FindingLevel.Ok,
            swapping ? $"on: a page of a hot process may be on disk when it is needed" : $"off",
            swapping ? "swapoff -a, or MemorySwapMax=0 in a systemd unit" : "");
        long? locked = _files.Limit("Max locked memory");
        bool small = locked is { } limit && limit < SharedMemoryWanted;
        Say(
            "locked memory", small && swapping ? FindingLevel.Warn : FindingLevel.Ok,
            $"{(locked is { } bytes && bytes != long.MaxValue ? $"{bytes / Megabyte} MiB" : Text(locked))} a process{(small && !swapping ? "; without swap nothing needs to be locked" : "")}",
            small && swapping ? "ulimit -l unlimited, or LimitMEMLOCK=infinity" : "");

        string huge = _files.Choice("/sys/kernel/mm/transparent_hugepage/enabled") ?? "unknown";
        Say(
            "huge pages", huge == "always" ? FindingLevel.Note : FindingLevel.Ok,
            $"transparent: {huge}{(huge == "always" ? ": the kernel may stop a thread to join its pages" : "")}",
            huge == "always" ? "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled" : "");
    }

    private void LookAtDisk()
    {
        string type = _files.FileSystemOf(_facts.RunsFolder);
        bool volatileDisk = type is "tmpfs" or "ramfs";
        bool network = type.StartsWith("nfs", StringComparison.Ordinal) || type is "cifs" or "smb3" or "9p" ||
            type.StartsWith("fuse", StringComparison.Ordinal);
        Say(
            "runs folder", volatileDisk || network ? FindingLevel.Warn : FindingLevel.Ok,
            $"{_facts.RunsFolder} is on {(type.Length > 0 ? type : "an unknown file system")}{(volatileDisk ? ": the record is gone with the power" : network ? ": the archive waits for a network" : "")}",
            volatileDisk || network ? "ARTIC_HOME on a local disk" : "");
        if (_facts.SyncP50Ns == 0)
        {
            Say("disk sync", FindingLevel.Fail, $"{_facts.RunsFolder} cannot be written to", "ARTIC_HOME in a folder of yours");
            return;
        }

        bool slow = _facts.SyncMaxNs > SlowSyncNs;
        Say(
            "disk sync", slow ? FindingLevel.Warn : FindingLevel.Ok,
            $"4 KiB in {_facts.SyncP50Ns / 1000} µs p50, {_facts.SyncMaxNs / 1000} µs at most{(slow ? ": a kill is latched no faster, and the archive lags" : "")}",
            slow ? "a disk with a protected write cache" : "");
    }

    private static string Text(long? limit) =>
        limit is null ? "unknown" : limit == long.MaxValue ? "unlimited" : limit.Value.ToString(CultureInfo.InvariantCulture);
}
