using System.Globalization;

namespace Artic.Cli.Indicators;

/// <summary>Parameters as people give them, <c>NAME=NUMBER</c>. Thread: any.</summary>
internal static class ParameterText
{
    /// <summary>The parameters by name. Errors: <see cref="FormatException"/> where one is something else.</summary>
    public static Dictionary<string, double> Read(string[] parameters)
    {
        Dictionary<string, double> given = [];
        foreach (string parameter in parameters)
        {
            int at = parameter.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || !double.TryParse(parameter.AsSpan(at + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            {
                throw new FormatException($"--param {parameter}: must be NAME=NUMBER, such as length=20");
            }

            given[parameter[..at]] = value;
        }

        return given;
    }
}
