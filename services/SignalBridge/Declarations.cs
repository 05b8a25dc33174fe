using Artic.Core.Domain;
using Artic.Hosting.Options;
using Artic.Strategies;
using Artic.Strategies.Catalog;
using Artic.Strategies.Times;
using Artic.V1;

namespace Artic.SignalBridge;

/// <summary>Between the options of a strategy instance, as people write them, and its declaration, as it goes on record. Thread: any.</summary>
public static class Declarations
{
    private const long NanosecondsPerMs = 1_000_000;

    /// <summary>The declaration of options that were checked: every parameter of the strategy is in it, defaults filled in.</summary>
    public static InstanceDeclared Of(StrategyOptions options, MarketDataOptions market)
    {
        BarOptions bars = StrategyRules.BarsOf(options, market);
        InstanceDeclared declared = new()
        {
            InstanceId = (uint)options.Id, Strategy = options.Name, InstrumentId = (uint)options.Instrument,
            OtherInstrumentId = (uint)options.OtherInstrument,
            Mode = (InstanceMode)(Array.IndexOf(StrategyRules.Modes, options.Mode) + 1),
            BarKind = bars.Kind switch { "tick" => BarKind.Tick, "volume" => BarKind.Volume, _ => BarKind.Time },
            BarSize = bars.Kind switch
            {
                "tick" => bars.Trades, "volume" => OptionsRules.Decimal(bars.Quantity), _ => bars.Ms * NanosecondsPerMs,
            },
            OrderQuantity = OptionsRules.Decimal(options.OrderQuantity),
            MaxPosition = OptionsRules.Decimal(options.MaxPosition),
            ExpireAfterMs = (uint)options.ExpireAfterMs, CooldownMs = (uint)options.CooldownMs,
            Model = options.Model, ModelFollowed = options.ModelFollowed, Threshold = options.Threshold,
        };
        foreach (StrategyParameter parameter in StrategyCatalog.Find(options.Name)?.Parameters ?? [])
        {
            declared.Parameters.Add(new InstanceParameter
            {
                Name = parameter.Name, Value = options.Parameters.GetValueOrDefault(parameter.Name, parameter.Default),
            });
        }

        if (options.Sizing is { } sizing)
        {
            declared.Sizing = Of(sizing);
        }

        if (options.Filter is { } filter)
        {
            declared.Filter = new InstanceFilter
            {
                Sessions = Bits(filter.Sessions, StrategyRules.Sessions), Weekdays = Bits(filter.Weekdays, StrategyRules.Weekdays),
            };
        }

        return declared;
    }

    /// <summary>The options that give this declaration.</summary>
    public static StrategyOptions ToOptions(InstanceDeclared declared)
    {
        StrategyOptions options = new()
        {
            Id = (int)declared.InstanceId, Name = declared.Strategy, Instrument = (int)declared.InstrumentId,
            OtherInstrument = (int)declared.OtherInstrumentId, Mode = StrategyRules.NameOf(declared.Mode),
            Bars = declared.BarKind switch
            {
                BarKind.Tick => new BarOptions { Kind = "tick", Trades = (int)declared.BarSize },
                BarKind.Volume => new BarOptions { Kind = "volume", Quantity = Text(declared.BarSize) },
                _ => new BarOptions { Kind = "time", Ms = (int)(declared.BarSize / NanosecondsPerMs) },
            },
            OrderQuantity = Text(declared.OrderQuantity), MaxPosition = Text(declared.MaxPosition),
            ExpireAfterMs = (int)declared.ExpireAfterMs, CooldownMs = (int)declared.CooldownMs,
            Model = declared.Model, ModelFollowed = declared.ModelFollowed, Threshold = declared.Threshold,
        };
        foreach (InstanceParameter parameter in declared.Parameters)
        {
            options.Parameters[parameter.Name] = parameter.Value;
        }

        if (declared.Sizing is { } sizing)
        {
            options.Sizing = ToOptions(sizing);
        }

        if (declared.Filter is { } filter)
        {
            options.Filter = new FilterOptions
            {
                Sessions = Names(filter.Sessions, StrategyRules.Sessions), Weekdays = Names(filter.Weekdays, StrategyRules.Weekdays),
            };
        }

        return options;
    }

    /// <summary>
    /// A strategy of the one is a strategy of the other: strategy, instruments, parameters, bars, model and threshold are equal, so
    /// that what it remembers stays good.
    /// </summary>
    public static bool ThinkAlike(InstanceDeclared one, InstanceDeclared other) =>
        one.Strategy == other.Strategy && one.InstrumentId == other.InstrumentId &&
        one.OtherInstrumentId == other.OtherInstrumentId && one.Parameters.Equals(other.Parameters) &&
        one.BarKind == other.BarKind && one.BarSize == other.BarSize && one.Model == other.Model &&
        one.Threshold.Equals(other.Threshold);

    /// <summary>The strategy of the catalog. Errors: <see cref="ArgumentException"/> where its parameters cannot be.</summary>
    public static Strategy Make(StrategyDefinition definition, InstanceDeclared declared)
    {
        Dictionary<string, double> parameters = [];
        foreach (InstanceParameter parameter in declared.Parameters)
        {
            parameters[parameter.Name] = parameter.Value;
        }

        return definition.Make(parameters);
    }

    /// <summary>The filter; null: all passes.</summary>
    public static TimeFilter? FilterOf(InstanceDeclared declared)
    {
        if (declared.Filter is not { } filter || (filter.Sessions | filter.Weekdays) == 0)
        {
            return null;
        }

        List<DayOfWeek> days = [];
        for (int day = 0; day < StrategyRules.Weekdays.Length; day++)
        {
            if ((filter.Weekdays & (1u << day)) != 0)
            {
                days.Add((DayOfWeek)day);
            }
        }

        return new TimeFilter(filter.Sessions == 0 ? null : (TradingSessions)filter.Sessions, [.. days]);
    }

    private static InstanceSizing Of(SizingOptions options)
    {
        InstanceSizing sizing = new() { Kind = (SizingKind)(Array.IndexOf(StrategyRules.Sizings, options.Kind) + 1) };
        if (sizing.Kind == SizingKind.Fixed)
        {
            sizing.Quantity = OptionsRules.Decimal(options.Quantity);
            return sizing;
        }

        sizing.Equity = OptionsRules.Decimal(options.Equity);
        switch (sizing.Kind)
        {
            case SizingKind.Fraction:
                sizing.Fraction = options.Fraction;
                break;
            case SizingKind.Kelly:
                (sizing.WinProbability, sizing.WinOverLoss) = (options.WinProbability, options.WinOverLoss);
                (sizing.Share, sizing.Cap) = (options.Share, options.Cap);
                break;
            default:
                (sizing.Target, sizing.Length, sizing.MostLeverage) = (options.Target, (uint)options.Length, options.MostLeverage);
                break;
        }

        return sizing;
    }

    private static SizingOptions ToOptions(InstanceSizing sizing)
    {
        SizingOptions options = new() { Kind = StrategyRules.Sizings[(int)sizing.Kind - 1] };
        switch (sizing.Kind)
        {
            case SizingKind.Fixed:
                options.Quantity = Text(sizing.Quantity);
                return options;
            case SizingKind.Fraction:
                options.Fraction = sizing.Fraction;
                break;
            case SizingKind.Kelly:
                (options.WinProbability, options.WinOverLoss) = (sizing.WinProbability, sizing.WinOverLoss);
                (options.Share, options.Cap) = (sizing.Share, sizing.Cap);
                break;
            default:
                (options.Target, options.Length, options.MostLeverage) = (sizing.Target, (int)sizing.Length, sizing.MostLeverage);
                break;
        }

        options.Equity = Text(sizing.Equity);
        return options;
    }

    private static uint Bits(List<string> names, string[] known)
    {
        uint bits = 0;
        foreach (string name in names)
        {
            bits |= 1u << Array.IndexOf(known, name);
        }

        return bits;
    }

    private static List<string> Names(uint bits, string[] known)
    {
        List<string> names = [];
        for (int i = 0; i < known.Length; i++)
        {
            if ((bits & (1u << i)) != 0)
            {
                names.Add(known[i]);
            }
        }

        return names;
    }

    private static string Text(long value)
    {
        string text = FixedPoint.ToText(value, OptionsRules.Scale);
        return text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
    }
}
