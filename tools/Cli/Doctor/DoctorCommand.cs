using System.Text.Json;
using Artic.Hosting.Options;
using Artic.Runs;

namespace Artic.Cli.Doctor;

/// <summary><c>artic doctor</c>: what this machine offers, what would hurt, and how to mend it.</summary>
public static class DoctorCommand
{
    /// <summary>Prints it; 1 where a run cannot work here.</summary>
    public static int Execute(Installation installation, bool asJson)
    {
        MachineFacts facts = MachineFacts.Look(installation, OptionsRules.ServiceNames.Select(name => $"artic-{name}"));
        DoctorReport report = Examination.Of(new MachineFiles("/"), facts);
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, DoctorJson.Default.DoctorReport));
        }
        else
        {
            Print(report);
        }

        return report.Worst == "fail" ? 1 : 0;
    }

    private static void Print(DoctorReport report)
    {
        foreach (Finding finding in report.Findings)
        {
            Console.WriteLine($"{finding.Level,-5} {finding.Name,-18} {finding.Found}");
            if (finding.Mend.Length > 0)
            {
                Console.WriteLine($"{"",-25}mend: {finding.Mend}");
            }
        }
    }
}
