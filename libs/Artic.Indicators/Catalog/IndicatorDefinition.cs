using System.Globalization;

namespace Artic.Indicators.Catalog;

/// <summary>An indicator by its standard name, with its parameters. Immutable. Thread: any.</summary>
public sealed class IndicatorDefinition
{
    private readonly Func<double[], Indicator> _make;
    private readonly IndicatorParameter[] _parameters;

    /// <param name="name">Standard name, lower case.</param>
    /// <param name="about">One line.</param>
    /// <param name="parameters">In the order of <paramref name="make"/>.</param>
    /// <param name="make">Makes one of values that were checked.</param>
    internal IndicatorDefinition(string name, string about, IndicatorParameter[] parameters, Func<double[], Indicator> make)
    {
        Name = name;
        About = about;
        _parameters = parameters;
        _make = make;
    }

    /// <summary>Standard name, lower case.</summary>
    public string Name { get; }

    /// <summary>One line.</summary>
    public string About { get; }

    /// <summary>Its parameters.</summary>
    public IReadOnlyList<IndicatorParameter> Parameters => _parameters;

    /// <summary>
    /// Makes one with the given parameters, the others at their defaults. Errors: <see cref="ArgumentException"/> that names every
    /// unknown parameter and every value out of range, with what is known and allowed.
    /// </summary>
    public Indicator Make(IReadOnlyDictionary<string, double>? given = null)
    {
        List<string> faults = [];
        double[] values = Array.ConvertAll(_parameters, parameter => parameter.Default);
        foreach ((string name, double value) in given ?? new Dictionary<string, double>())
        {
            int at = Array.FindIndex(_parameters, parameter => parameter.Name == name);
            if (at < 0)
            {
                string known = _parameters.Length == 0 ? "it has none" : "known: " + string.Join(", ", _parameters.Select(each => each.Name));
                faults.Add($"{Name}: no parameter '{name}'; {known}");
                continue;
            }

            IndicatorParameter parameter = _parameters[at];
            if (!(value >= parameter.Lowest && value <= parameter.Highest) || (parameter.IsWhole && value != Math.Floor(value)))
            {
                faults.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Name}: {name} {value} must be {(parameter.IsWhole ? "a whole number of " : "")}{parameter.Lowest} to {parameter.Highest}"));
                continue;
            }

            values[at] = value;
        }

        return faults.Count == 0 ? _make(values) : throw new ArgumentException(string.Join('\n', faults));
    }
}
