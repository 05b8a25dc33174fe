using Artic.Streams.Native;

namespace Artic.Bench.Figures;

/// <summary>The machine that a figure was measured on.</summary>
public sealed class Machine
{
    /// <summary>The processor's name.</summary>
    public string Cpu { get; set; } = "";

    /// <summary>Cores that may be used.</summary>
    public int Cores { get; set; }

    /// <summary>The kernel's version.</summary>
    public string Kernel { get; set; } = "";

    /// <summary>Frequency governor of the last core; "none" where the machine shows none.</summary>
    public string Governor { get; set; } = "";

    /// <summary>The clock behind CLOCK_MONOTONIC.</summary>
    public string ClockSource { get; set; } = "";

    /// <summary>It runs under a hypervisor.</summary>
    public bool Virtual { get; set; }

    /// <summary>Runnable processes over the last minute before the measurement.</summary>
    public string LoadBefore { get; set; } = "";

    /// <summary>Looks at this machine.</summary>
    public static Machine Look()
    {
        int[] cores = ThreadSettings.AllowedCores();
        string cpu = Read("/proc/cpuinfo");
        string name = cpu.Split('\n').FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) ?? "";
        return new Machine
        {
            Cpu = name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(),
            Cores = cores.Length,
            Kernel = Read("/proc/sys/kernel/osrelease"),
            Governor = Read($"/sys/devices/system/cpu/cpu{cores[^1]}/cpufreq/scaling_governor") is { Length: > 0 } governor
                ? governor
                : "none",
            ClockSource = Read("/sys/devices/system/clocksource/clocksource0/current_clocksource"),
            Virtual = cpu.Contains(" hypervisor", StringComparison.Ordinal),
            LoadBefore = Read("/proc/loadavg").Split(' ')[0],
        };
    }

    private static string Read(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : "";
}
