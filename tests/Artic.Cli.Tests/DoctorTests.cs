using Artic.Cli.Doctor;
using Artic.Streams.Waiting;

namespace Artic.Cli.Tests;

/// <summary>Made-up machines, each with one thing that is not as it should be.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("artic-doctor-");

    public DoctorTests()
    {
        Put("/proc/sys/kernel/osrelease", "6.12.1-amd64");
        Put("/proc/cpuinfo", "model name : Some Processor\nflags : fpu tsc\n");
        Put("/proc/sys/kernel/sched_rt_runtime_us", "-1");
        Put("/proc/self/timerslack_ns", "50000");
        Put("/proc/self/limits", "Limit                     Soft Limit           Hard Limit           Units     \n" +
            "Max open files            1048576              1048576              files     \n" +
            "Max locked memory         unlimited            unlimited            bytes     \n");
        Put("/proc/self/mounts", "/dev/nvme0n1p1 / ext4 rw 0 0\ntmpfs /tmp tmpfs rw 0 0\nserver:/x /srv/far nfs4 rw 0 0\n");
        Put("/proc/swaps", "Filename Type Size Used Priority\n");
        Put("/sys/devices/system/cpu/isolated", "4-7");
        Put("/sys/devices/system/cpu/nohz_full", "4-7");
        Put("/sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc");
        Put("/sys/devices/system/cpu/cpufreq/boost", "0");
        Put("/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never");
        for (int core = 4; core < 8; core++)
        {
            Put($"/sys/devices/system/cpu/cpu{core}/cpufreq/scaling_governor", "performance");
            Put($"/sys/devices/system/cpu/cpu{core}/topology/thread_siblings_list", $"{core}");
        }
    }

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void A_machine_made_for_it_has_no_finding_worse_than_ok()
    {
        DoctorReport report = Examine(Facts());

        Assert.DoesNotContain(report.Findings, finding => finding.Level != "ok");
        Assert.Equal(("ok", "spin", "8 cores"), (report.Worst, report.Idle, report.IdleReason));
        Assert.All(report.Findings, finding => Assert.Equal("", finding.Mend));
    }

    [Theory]
    [InlineData("/proc/sys/kernel/osrelease", "5.10.0-19-amd64", "kernel", "warn")]
    [InlineData("/proc/cpuinfo", "flags : fpu hypervisor tsc", "machine", "note")]
    [InlineData("/sys/devices/system/cpu/cpu5/topology/thread_siblings_list", "1,5", "smt", "warn")]
    [InlineData("/sys/devices/system/cpu/isolated", "4-6", "isolation", "note")]
    [InlineData("/sys/devices/system/cpu/isolated", "", "isolation", "note")]
    [InlineData("/sys/devices/system/cpu/nohz_full", "(null)", "nohz_full", "note")]
    [InlineData("/sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet", "clock source", "warn")]
    [InlineData("/sys/devices/system/clocksource/clocksource0/current_clocksource", "kvm-clock", "clock source", "note")]
    [InlineData("/sys/devices/system/cpu/cpu7/cpufreq/scaling_governor", "powersave", "governor", "warn")]
    [InlineData("/sys/devices/system/cpu/cpufreq/boost", "1", "turbo", "note")]
    [InlineData("/sys/devices/system/cpu/intel_pstate/no_turbo", "0", "turbo", "note")]
    [InlineData("/proc/sys/kernel/timer_migration", "1", "timer migration", "note")]
    [InlineData("/proc/sys/kernel/sched_rt_runtime_us", "950000", "real-time throttle", "note")]
    [InlineData("/proc/self/limits", "Max open files            512    4096    files", "open files", "warn")]
    [InlineData("/proc/self/limits", "Max open files            128    4096    files", "open files", "fail")]
    [InlineData("/proc/swaps", "Filename Type Size Used Priority\n/dev/sda2 partition 100 0 -2", "swap", "warn")]
    [InlineData("/sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never", "huge pages", "note")]
    public void What_a_file_shows_is_found_and_can_be_mended(string file, string text, string name, string level)
    {
        Put(file, text);

        DoctorReport report = Examine(Facts());

        Finding found = Assert.Single(report.Findings, finding => finding.Level != "ok");
        Assert.Equal((name, level, level), (found.Name, found.Level, report.Worst));
        Assert.NotEqual("", found.Mend);
    }

    [Fact]
    public void Too_little_memory_for_any_run_is_a_failure_and_enough_for_a_short_one_a_warning()
    {
        Assert.Equal("ok", LevelOf("/dev/shm", Examine(Facts(sharedMemoryFreeBytes: 720L << 20))));
        Assert.Equal("warn", LevelOf("/dev/shm", Examine(Facts(sharedMemoryFreeBytes: (720L << 20) - 1))));
        Assert.Equal("warn", LevelOf("/dev/shm", Examine(Facts(sharedMemoryFreeBytes: 288L << 20))));
        Assert.Equal("fail", LevelOf("/dev/shm", Examine(Facts(sharedMemoryFreeBytes: (288L << 20) - 1))));
    }

    [Theory]
    [InlineData("/home/trader/runs", "ok")]
    [InlineData("/tmp/runs", "warn")]
    [InlineData("/tmpfiles/runs", "ok")]
    [InlineData("/srv/far/runs", "warn")]
    public void The_record_belongs_on_a_local_disk(string folder, string level) =>
        Assert.Equal(level, LevelOf("runs folder", Examine(Facts(runsFolder: folder))));

    [Fact]
    public void A_slow_disk_a_read_only_one_and_missing_binaries_are_told_apart()
    {
        Assert.Equal("warn", LevelOf("disk sync", Examine(Facts(syncMaxNs: 10_000_001))));
        Assert.Equal("fail", LevelOf("disk sync", Examine(Facts(syncP50Ns: 0))));
        Assert.Equal("fail", LevelOf("binaries", Examine(Facts(missing: ["artic-risk-manager"]))));
        Assert.Equal("warn", LevelOf("real-time right", Examine(Facts(realTime: false))));
        Assert.Equal("warn", LevelOf("cores", Examine(Facts(cores: 1))));
        Assert.Equal("ok", LevelOf("core to core", Examine(Facts(coreToCoreNs: 150))));
        Assert.Equal("note", LevelOf("core to core", Examine(Facts(coreToCoreNs: 151))));
    }

    [Fact]
    public void A_machine_that_shows_nothing_breaks_nothing()
    {
        foreach (DirectoryInfo part in _root.GetDirectories())
        {
            part.Delete(recursive: true);
        }

        DoctorReport report = Examine(Facts());
        Assert.DoesNotContain(report.Findings, finding => finding.Level == "fail");
    }

    private static string LevelOf(string name, DoctorReport report) =>
        Assert.Single(report.Findings, finding => finding.Name == name).Level;

    private static MachineFacts Facts(
        long sharedMemoryFreeBytes = 2L << 30, string runsFolder = "/home/trader/runs", long syncP50Ns = 100_000,
        long syncMaxNs = 200_000, string[]? missing = null, bool realTime = true, int cores = 8,
        double coreToCoreNs = 60) => new()
    {
        AllowedCores = [.. Enumerable.Range(0, cores)],
        HotCores = [4, 5, 6, 7],
        Idle = IdleStrategy.Spin,
        IdleReason = "8 cores",
        RealTime = realTime,
        SharedMemoryBytes = 4L << 30,
        SharedMemoryFreeBytes = sharedMemoryFreeBytes,
        RunsFolder = runsFolder,
        SyncP50Ns = syncP50Ns,
        SyncMaxNs = syncMaxNs,
        CoreToCoreNs = coreToCoreNs,
        MissingBinaries = missing ?? [],
    };

    private DoctorReport Examine(MachineFacts facts) => Examination.Of(new MachineFiles(_root.FullName), facts);

    private void Put(string path, string text)
    {
        string file = Path.Combine(_root.FullName, path.TrimStart('/'));
        _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text + "\n");
    }
}
