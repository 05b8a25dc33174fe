using System.Globalization;
using Artic.Cli.Installing;

namespace Artic.Cli.Tests;

/// <summary>The units for systemd, by systemd's own judgement.</summary>
public sealed class UnitTests : IDisposable
{
    private const double MostExposed = 2.5;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("artic-");

    public static TheoryData<string> Services => [.. Directory.GetFiles(Folder(), "*.service").Select(path => Path.GetFileName(path)!).Order()];

    [SystemdFact]
    public void All_units_are_sound()
    {
        string units = Path.Combine(_root.FullName, "etc/systemd/system");
        string programs = Path.Combine(_root.FullName, "opt/artic/current/bin");
        _ = Directory.CreateDirectory(units);
        _ = Directory.CreateDirectory(programs);
        foreach (string unit in Directory.GetFiles(Folder(), "artic*"))
        {
            File.Copy(unit, Path.Combine(units, Path.GetFileName(unit)!));
            string program = Path.Combine(programs, $"{Path.GetFileNameWithoutExtension(unit)}");
            File.WriteAllText(program, "#!/bin/sh\n");
            File.SetUnixFileMode(program, InstallFiles.Program);
        }

        File.Move(Path.Combine(programs, "artic-run"), Path.Combine(programs, "artic-cli"));
        foreach (string target in (string[])["sysinit", "basic", "shutdown", "multi-user", "network-online", "time-sync", "local-fs"])
        {
            File.WriteAllText(Path.Combine(units, $"{target}.target"), "[Unit]\nDescription=of the machine\n");
        }

        OtherProgram analyze = OtherProgram.Run("systemd-analyze", [
            $"--root={_root.FullName}", "--man=no", "verify",
            .. Directory.GetFiles(units, "artic*").Select(path => Path.GetFileName(path)!),
        ]);
        Assert.True(analyze.Exit == 0 && analyze.Said.Length == 0, $"exit {analyze.Exit}:\n{analyze.Said}");
    }

    [SystemdTheory]
    [MemberData(nameof(Services))]
    public void A_unit_is_hardly_exposed(string unit)
    {
        OtherProgram analyze = OtherProgram.Run("systemd-analyze", ["security", "--offline=true", "--no-pager", Path.Combine(Folder(), unit)]);
        const string sentence = "Overall exposure level for ";
        string line = analyze.Said.Split('\n').Single(each => each.Contains(sentence, StringComparison.Ordinal));
        string figure = line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..].Split(' ')[0];
        Assert.True(analyze.Exit == 0 && double.Parse(figure, CultureInfo.InvariantCulture) <= MostExposed, line);
    }

    [SystemdTheory]
    [MemberData(nameof(Services))]
    public void No_unit_has_its_runs_memory_removed_at_its_end(string unit) =>
        Assert.DoesNotContain("RemoveIPC=yes", File.ReadAllText(Path.Combine(Folder(), unit)), StringComparison.Ordinal);

    public void Dispose() => _root.Delete(recursive: true);

    private static string Folder([System.Runtime.CompilerServices.CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "deploy", "systemd"));
}
