using System.Globalization;

namespace Artic.Strategies.Catalog;

/// <summary>A strategy by its standard name, with its parameters. Immutable. Thread: any.</summary>
public sealed class StrategyDefinition
{
    private readonly StrategyParameter[] _parameters;
    private readonly Func<double[], Strategy> _make;

    /// <param name="category">What it lives on.</param>
    /// <param name="name">Standard name, lower case.</param>
    /// <param name="about">One line.</param>
    /// <param name="parameters">In the order of <paramref name="make"/>.</param>
    /// <param name="make">Makes one of values that were checked.</param>
    internal StrategyDefinition(
        StrategyCategory category, string name, string about, StrategyParameter[] parameters, Func<double[], Strategy> make)
    {
        Category = category;
        Name = name;
        About = about;
        _parameters = parameters;
        _make = make;
        Strategy one = Make();
        WarmUp = one.WarmUp;
        NeedsVolume = one.NeedsVolume;
        Input = one is BookStrategy ? StrategyInput.Book : one is PairStrategy ? StrategyInput.Pair : StrategyInput.Bars;
    }

    /// <summary>What it lives on.</summary>
    public StrategyCategory Category { get; }

    /// <summary>Standard name, lower case.</summary>
    public string Name { get; }

    /// <summary>One line.</summary>
    public string About { get; }

    /// <summary>What it takes.</summary>
    public StrategyInput Input { get; }

    /// <summary>It looks at volumes.</summary>
    public bool NeedsVolume { get; }

    /// <summary>Bars, or books, that it needs with all parameters at their defaults.</summary>
    public int WarmUp { get; }

    /// <summary>Its parameters.</summary>
    public IReadOnlyList<StrategyParameter> Parameters => _parameters;

    /// <summary>The pairs of parameters of which the first must be less than the second, such as a fast and a slow length.</summary>
    internal (string Less, string More)[] Orders { get; init; } = [];

    /// <summary>
    /// Makes one with the given parameters, the others at their defaults. Errors: <see cref="ArgumentException"/> that names every
    /// unknown parameter and every value that cannot be, with what is known and allowed.
    /// </summary>
    public Strategy Make(IReadOnlyDictionary<string, double>? given = null)
    {
        List<string> faults = [];
        double[] values = Array.ConvertAll(_parameters, parameter => parameter.Default);
        foreach ((string name, double value) in given ?? new Dictionary<string, double>())
        {
            int at = Place(name);
            if (at < 0)
            {
                faults.Add($"{Name}: no parameter '{name}'; known: {string.Join(", ", Array.ConvertAll(_parameters, each => each.Name))}");
                continue;
            }

            StrategyParameter parameter = _parameters[at];
            if (!parameter.Allows(value))
            {
                string kind = parameter.Type == ParameterType.Real ? "" : "a whole number of ";
                faults.Add(string.Create(
                    CultureInfo.InvariantCulture, $"{Name}: {name} {value} must be {kind}{parameter.Lowest} to {parameter.Highest}"));
                continue;
            }

            values[at] = value;
        }

        if (faults.Count == 0)
        {
            foreach ((string less, string more) in Orders)
            {
                (double first, double second) = (values[Place(less)], values[Place(more)]);
                if (first >= second)
                {
                    faults.Add(string.Create(CultureInfo.InvariantCulture, $"{Name}: {less} {first} must be less than {more} {second}"));
                }
            }
        }

        return faults.Count == 0 ? _make(values) : throw new ArgumentException(string.Join('\n', faults));
    }

    private int Place(string name) => Array.FindIndex(_parameters, parameter => parameter.Name == name);
}
