using System.Globalization;
using System.Text;
using Artic.Core.Domain;
using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Wire;

/// <summary>
/// The parameters of one request. Reading never fails: the first violation is kept in <see cref="Error"/> and the value
/// read is a harmless one, so a handler reads all that it needs and asks once. Thread: one.
/// </summary>
public sealed class ApiParameters
{
    private const string DecimalPattern = "^([0-9]{1,20})(\\.[0-9]{1,20})?$";
    private const string ClientOrderIdPattern = "^[a-zA-Z0-9-_]{1,36}$";

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>The first violation; null where there is none so far.</summary>
    public VenueError? Error { get; private set; }

    /// <summary>All names and values, for the signature.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>Adds a parameter as sent; a second one of the same name is a violation.</summary>
    public void Add(string name, string value)
    {
        if (!_values.TryAdd(name, value))
        {
            Fail(VenueError.DuplicateParameter);
        }
    }

    /// <summary>Adds form-encoded parameters (a query or a body).</summary>
    public void AddForm(string form)
    {
        foreach (string pair in form.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? pair : pair[..equals];
            string value = equals < 0 ? "" : pair[(equals + 1)..];
            Add(Decode(name), Decode(value));
        }
    }

    /// <summary>A text that may be missing; empty counts as missing.</summary>
    public string? Optional(string name)
    {
        _read.Add(name);
        return _values.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;
    }

    /// <summary>A text that must be there.</summary>
    public string Required(string name)
    {
        string? value = Optional(name);
        if (value is null)
        {
            Fail(VenueError.Missing(name));
        }

        return value ?? "";
    }

    /// <summary>A decimal at scale 8, not negative; null where it is missing.</summary>
    public long? OptionalDecimal(string name)
    {
        if (Optional(name) is not { } text)
        {
            return null;
        }

        if (!IsDecimal(text))
        {
            Fail(VenueError.IllegalCharacters(name, DecimalPattern));
            return 0;
        }

        if (FixedPoint.TryParse(Encoding.ASCII.GetBytes(text), Instrument.Scale, out long valueE8))
        {
            return valueE8;
        }

        string fraction = text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').Split('.')[1] : "";
        if (fraction.Length > Instrument.Scale)
        {
            Fail(VenueError.Precision(name));
        }

        // Too large for 64 bits: larger than every filter's maximum, so the filter refuses it.
        return long.MaxValue;
    }

    /// <summary>A decimal that must be there.</summary>
    public long RequiredDecimal(string name)
    {
        long? value = OptionalDecimal(name);
        if (value is null)
        {
            Fail(VenueError.Missing(name));
        }

        return value ?? 0;
    }

    /// <summary>An integer, not negative; null where it is missing.</summary>
    public long? OptionalInteger(string name)
    {
        if (Optional(name) is not { } text)
        {
            return null;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value))
        {
            Fail(VenueError.IllegalCharacters(name, "^[0-9]{1,20}$"));
        }

        return value;
    }

    /// <summary>A client order id of 1 to 36 letters, digits, minus and underscore; null where it is missing.</summary>
    public string? OptionalClientOrderId(string name)
    {
        string? value = Optional(name);
        if (value is not null
            && (value.Length > 36 || !value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')))
        {
            Fail(VenueError.IllegalCharacters(name, ClientOrderIdPattern));
        }

        return value;
    }

    /// <summary>A parameter that this kind of request must not have.</summary>
    public void Forbid(string name)
    {
        if (Optional(name) is not null)
        {
            Fail(VenueError.NotRequired(name));
        }
    }

    /// <summary>Notes a violation; the first one counts.</summary>
    public void Fail(VenueError error) => Error ??= error;

    /// <summary>All is read: the first violation, or that something was sent which nobody reads.</summary>
    public VenueError? Finish()
    {
        if (Error is null && _values.Keys.Any(name => !_read.Contains(name)))
        {
            Fail(VenueError.Unread(_values.Keys.Count(_read.Contains), _values.Count));
        }

        return Error;
    }

    private static bool IsDecimal(string text)
    {
        string[] parts = text.Split('.');
        return parts.Length <= 2 && parts.All(part => part.Length is >= 1 and <= 20 && part.All(char.IsAsciiDigit));
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
