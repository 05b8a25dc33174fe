using Artic.EndToEnd.Tests.Running;

namespace Artic.EndToEnd.Tests;

/// <summary>The native programs installed, traded with, upgraded and gone back to, under a root of the test's own.</summary>
public sealed class UpgradeTests
{
    private const int MegabytesForOneVersion = 250;
    private static readonly string[] s_kept = ["/etc/artic", "/var/lib/artic"];
    private static readonly string[] s_links = ["/usr/local/bin", "/usr/lib", "/etc/systemd"];

    [InstallFact]
    public void An_upgrade_that_was_traded_with_goes_back_to_the_very_bytes_and_leaves_state_and_configuration_alone() => Home.Story(home =>
    {
        InstalledMachine machine = new(home);
        string first = machine.Install(machine.Build("one"));
        File.WriteAllText(machine.At("/etc/artic/pipeline.json"), "// mine\n{}\n");
        File.WriteAllText(machine.At("/etc/artic/credentials/venue-secret"), "mine");
        File.WriteAllText(machine.At("/etc/artic/traces.env"), "ARTIC_OTLP=http://127.0.0.1:4318\n");
        string[] installed = machine.Everything($"/opt/artic/{first}");
        string[] links = machine.Everything(s_links);
        machine.Trade("before", first);
        string[] kept = machine.Everything(s_kept);

        string build = machine.Build("two");
        File.WriteAllText(Path.Combine(build, "deploy/systemd/artic-more.service"), "[Service]\nExecStart=/bin/true\n");
        string second = machine.Install(build);
        Assert.NotEqual(first, second);
        Assert.Equal((second, first), (machine.Current, machine.Previous));
        Assert.Equal(kept, machine.Everything(s_kept));
        Assert.Equal(installed, machine.Everything($"/opt/artic/{first}"));
        Assert.NotEqual(links, machine.Everything(s_links));
        machine.Trade("between", second);
        kept = machine.Everything(s_kept);

        machine.GoBack();
        Assert.Equal((first, second), (machine.Current, machine.Previous));
        machine.NeedWhole(first);
        Assert.Equal(installed, machine.Everything($"/opt/artic/{first}"));
        Assert.Equal(links, machine.Everything(s_links));
        Assert.Equal(kept, machine.Everything(s_kept));
        machine.Trade("after", first);

        machine.GoBack();
        machine.NeedWhole(second);
    });

    [InstallFact]
    public void An_upgrade_without_room_or_without_a_file_leaves_the_version_before_in_force() => Home.Story(home =>
    {
        InstalledMachine machine = new(home);
        using SmallDisk disk = new(machine.At("/opt/artic"), MegabytesForOneVersion);
        string first = machine.Install(machine.Build("one"));
        string[] installed = machine.Everything("/opt/artic");
        string[] others = machine.Everything([.. s_kept, .. s_links]);
        string build = machine.Build("two");
        Assert.Contains("No space left on device", machine.NeedRefusal(build), StringComparison.Ordinal);
        NeedAsBefore();
        File.Delete(Path.Combine(build, "out/bin/artic-venue"));
        Assert.Contains("artic-venue is missing", machine.NeedRefusal(build), StringComparison.Ordinal);
        NeedAsBefore();
        File.WriteAllText(Path.Combine(build, "out/bin/artic-venue"), "no program");
        disk.Fill();
        Assert.Contains("No space left on device", machine.NeedRefusal(build), StringComparison.Ordinal);
        disk.Free();
        NeedAsBefore();

        void NeedAsBefore()
        {
            machine.NeedWhole(first);
            Assert.Equal(installed, machine.Everything("/opt/artic"));
            Assert.Equal(others, machine.Everything([.. s_kept, .. s_links]));
        }
    });

    [InstallFact]
    public void An_installer_that_is_killed_leaves_a_whole_version_in_force_and_the_next_one_ends_the_work() => Home.Story(home =>
    {
        InstalledMachine machine = new(home);
        string first = machine.Install(machine.Build("one"));
        string[] installed = machine.Everything($"/opt/artic/{first}");
        string[] kept = machine.Everything(s_kept);
        string build = machine.Build("two");
        string[] versions = [];
        int killed = 0;
        foreach (Func<bool> moment in (Func<bool>[])
            [
                () => Beside().Length > 0,
                () => HasWritten("bin/artic-risk-manager"),
                () => HasWritten("share"),
                () => HasWritten("SHA256SUMS"),
                () => Versions().Length > 1,
                () => machine.Previous != null,
                () => machine.Current != first,
            ])
        {
            killed += machine.KillInstall(build, moment) ? 1 : 0;
            versions = Versions();
            machine.NeedWhole(versions);
            Assert.Equal(installed, machine.Everything($"/opt/artic/{first}"));
            Assert.Equal(kept, machine.Everything(s_kept));
        }

        Assert.True(killed >= 5, $"only {killed} installs were killed before their end");
        string second = machine.Install(build);
        Assert.Equal((second, first), (machine.Current, machine.Previous));
        Assert.Empty(Beside());
        Assert.Equal(2, Versions().Length);
        machine.NeedWhole(second);
        machine.GoBack();
        machine.NeedWhole(first);
        Assert.Equal(installed, machine.Everything($"/opt/artic/{first}"));

        string[] Beside() => Directory.GetDirectories(machine.At("/opt/artic"), "*.new");

        bool HasWritten(string part) => Array.Exists(Beside(), folder => Path.Exists(Path.Combine(folder, part)));

        string[] Versions() => [.. Directory.GetDirectories(machine.At("/opt/artic"), "0*").Select(path => Path.GetFileName(path)!)
            .Where(name => !name.EndsWith(".new", StringComparison.Ordinal) && name is not ("current" or "previous"))];
    });
}
