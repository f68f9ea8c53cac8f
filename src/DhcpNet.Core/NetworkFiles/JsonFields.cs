using System.Globalization;
using System.Text.Json;
using DhcpNet.Plugins;

namespace DhcpNet.NetworkFiles;

/// <summary>Reads the properties of an object as what they stand for, and notes what can't be read. A property that is null is as one that is not there.</summary>
internal sealed class JsonFields(FilePlace place, JsonItem item, ICollection<NetworkFault> faults)
{
    /// <summary>Where the object begins.</summary>
    public FilePlace Place => place;

    /// <summary>The names of the properties.</summary>
    public IEnumerable<string> Names => item.Properties.Keys;

    /// <summary>Notes where the object does not have a property, or null there.</summary>
    public void Require(string name)
    {
        if (!item.Properties.TryGetValue(name, out JsonItem? value) || value.Kind == JsonValueKind.Null)
            Fault(name, NetworkFileErrors.Problem($"'{name}' is missing"));
    }

    /// <summary>Whether the object has a property that is null.</summary>
    public bool IsNull(string name) => item.Properties.TryGetValue(name, out JsonItem? value) && value.Kind == JsonValueKind.Null;

    /// <summary>Whether a property is a list with something in it.</summary>
    public bool HasItems(string name) => item.Properties.TryGetValue(name, out JsonItem? value) && value.Items.Count > 0;

    /// <summary>Where a property begins.</summary>
    public FilePlace PlaceOf(string name) => item.Properties.TryGetValue(name, out JsonItem? value) ? PlaceOf(value, $".{name}") : place;

    /// <summary>Text; null where there is none.</summary>
    public string? Text(string name) => Find(name, JsonValueKind.String)?.Text;

    /// <summary>What a text stands for; null where there is none, or it can't be read.</summary>
    public T? Value<T>(string name, Func<string, T> parse)
        where T : class
    {
        return Find(name, JsonValueKind.String) is { } value ? Try(PlaceOf(value, $".{name}"), () => parse(value.Text)) : null;
    }

    /// <inheritdoc cref="Value"/>
    public T? Scalar<T>(string name, Func<string, T> parse)
        where T : struct
    {
        return Value<object>(name, text => parse(text)) is T value ? value : null;
    }

    /// <summary>An id.</summary>
    public Guid? Id(string name) =>
        Scalar(name, text => Guid.TryParse(text, out Guid id) ? id : throw NetworkFileErrors.Problem($"'{text}' is not an id; write it like {Guid.Empty}"));

    /// <summary>A whole number.</summary>
    public int? Number(string name, Action<int>? validate = null)
    {
        if (Find(name, JsonValueKind.Number) is not { } value)
            return null;
        object? read = Try<object>(PlaceOf(name), () =>
        {
            if (!int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
                throw NetworkFileErrors.Problem($"{value.Text} is not a whole number that '{name}' could be");
            validate?.Invoke(number);
            return number;
        });
        return (int?)read;
    }

    /// <summary>True or false.</summary>
    public bool? Flag(string name) => Find(name, JsonValueKind.True, JsonValueKind.False) is { } value ? value.Kind == JsonValueKind.True : null;

    /// <summary>What the texts of a list stand for; null where there is no list. Those that can't be read are left out.</summary>
    public IReadOnlyList<T>? Values<T>(string name, Func<string, T> parse)
        where T : class
    {
        return Items(name, JsonValueKind.String, (itemPlace, value) => Try(itemPlace, () => parse(value.Text)));
    }

    /// <summary>What the objects of a list stand for; null where there is no list. Those that stand for nothing are left out.</summary>
    public IReadOnlyList<T>? Objects<T>(string name, Func<JsonFields, T?> read)
        where T : class
    {
        return Items(name, JsonValueKind.Object, (itemPlace, value) => Try(itemPlace, () => read(new JsonFields(itemPlace, value, faults))));
    }

    /// <summary>Notes what is wrong with a property, or with the object where it does not have it.</summary>
    public void Fault(string name, DhcpNetException error) => faults.Add(new NetworkFault(PlaceOf(name), error));

    private List<T>? Items<T>(string name, JsonValueKind kind, Func<FilePlace, JsonItem, T?> read)
        where T : class
    {
        if (Find(name, JsonValueKind.Array) is not { } list)
            return null;
        List<T> items = [];
        for (int i = 0; i < list.Items.Count; i++)
        {
            JsonItem value = list.Items[i];
            FilePlace itemPlace = PlaceOf(value, $".{name}[{i}]");
            if (value.Kind != kind)
                faults.Add(new NetworkFault(itemPlace, WrongKind(value, kind)));
            else if (read(itemPlace, value) is { } made)
                items.Add(made);
        }
        return items;
    }

    private JsonItem? Find(string name, params JsonValueKind[] kinds)
    {
        if (!item.Properties.TryGetValue(name, out JsonItem? value) || value.Kind == JsonValueKind.Null)
            return null;
        if (Array.IndexOf(kinds, value.Kind) >= 0)
            return value;
        Fault(name, WrongKind(value, kinds[0]));
        return null;
    }

    private T? Try<T>(FilePlace where, Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (DhcpNetException error)
        {
            faults.Add(new NetworkFault(where, error));
            return null;
        }
    }

    private FilePlace PlaceOf(JsonItem value, string path) => new(place.File, value.Line, (place.Item + path).TrimStart('.'));

    private static DhcpNetException WrongKind(JsonItem value, JsonValueKind wanted) =>
        NetworkFileErrors.Problem($"{new JsonItem(wanted, 0).Description.Replace("true", "true or false", StringComparison.Ordinal)} is needed here, and this is {value.Description}");
}
